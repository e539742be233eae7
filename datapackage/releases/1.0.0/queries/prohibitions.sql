-- title: Where is law-enforcement use prohibited?
-- description: The places that prohibit law-enforcement use of face recognition, with the passage that says so. A place that is missing is one for which no rule is recorded, not one without a rule.
-- order: 1
select
  place,
  place_id as place_key,
  state,
  state_name,
  place_type,
  what,
  instrument_id as instrument,
  source,
  source_url,
  locator
from measures
where modality = 'prohibited'
  and activity = 'use'
  and place_id is not null
order by state_name, place_type desc, place, scope_id
