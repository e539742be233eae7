-- title: Where is or was police use prohibited?
-- description: The rules of places that bar use of face recognition or biometric surveillance by local police, with the time for which each is known to have held. in_force_on says what held on a day. A place that is missing is one for which no rule is recorded, not one without a rule.
-- order: 13
select
  measures.place,
  measures.place_id as place_key,
  measures.state,
  measures.state_name,
  measures.place_type,
  measures.what,
  measures.number,
  measures.regulated_actor as actor,
  measures.context,
  times_in_force.since,
  times_in_force.until,
  times_in_force.status_as_of,
  measures.instrument_id as instrument,
  measures.source,
  measures.source_url,
  measures.locator
from measures
join times_in_force on times_in_force.scope_id = measures.scope_id
where measures.modality in ('prohibited', 'prohibited_unless_authorised_by_statute')
  and measures.activity in ('use', 'deploy')
  and measures.instrument_type <> 'corporate_policy'
  and measures.technology <> 'predictive_policing'
  and measures.regulated_actor in (select actor_parts.regulated_actor from actor_parts where actor_parts.part = 'local_law_enforcement')
order by measures.state_name, measures.place_type desc, measures.place, measures.scope_id
