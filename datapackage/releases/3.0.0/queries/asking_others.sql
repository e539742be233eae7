-- title: May police ask another agency to do it?
-- description: For every rule that binds police: what it says of asking others to use face recognition, of using results that others send without being asked, and of reaching into systems that others hold. Where nobody has coded it, the row says so: that is less than saying that the rule allows it. Rules of which something is coded come first.
-- order: 14
-- columns: place -> place_key, rule -> instrument, answer, covers, standing, source -> source_url
select
  rules_in_brief.place,
  rules_in_brief.rule,
  case modalities.outcome
    when 'barred' then 'barred'
    when 'halted' then 'halted for a time'
    when 'conditions' then 'only under conditions'
    when 'allowed' then 'allowed'
    when 'not_covered' then 'not covered by the rule'
    else 'not coded'
  end as answer,
  measures.covers,
  rules_in_brief.standing,
  measures.source,
  measures.source_url,
  instrument_scopes.note,
  measures.source_kind,
  rules_in_brief.status,
  rules_in_brief.last_confirmed,
  measures.regulated_actor as actor,
  measures.activity as use,
  measures.context,
  measures.modality,
  measures.scope_id as scope,
  measures.source_id as source_key,
  rules_in_brief.place_id as place_key,
  rules_in_brief.instrument_id as instrument
from rules_in_brief
left join measures
  on measures.instrument_id = rules_in_brief.instrument_id
  and measures.activity in ('access', 'request_use', 'request_via_fbi_or_bmv', 'use_of_unsolicited_results')
left join modalities on modalities.modality = measures.modality
left join instrument_scopes on instrument_scopes.scope_id = measures.scope_id
where rules_in_brief.instrument_id in (
  select instrument_scopes.instrument_id
  from instrument_scopes
  join actor_parts on actor_parts.regulated_actor = instrument_scopes.regulated_actor
  where actor_parts.part in ('local_law_enforcement', 'state_police', 'campus_police', 'airport_police')
)
order by
  case when measures.scope_id is null then 1 else 0 end,
  rules_in_brief.place, rules_in_brief.instrument_id, measures.scope_id
