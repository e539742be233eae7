-- title: Where is or was use suspended?
-- description: The rules of places that suspend one kind of use until a date or a condition, with the time for which each is known to have held. in_force_on says what held on a day.
-- order: 14
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
where measures.modality in ('suspended', 'suspended_until_authorised')
  and measures.activity in ('use', 'deploy')
  and measures.instrument_type <> 'corporate_policy'
order by measures.state_name, measures.place_type desc, measures.place, measures.scope_id
