-- title: Where is use suspended in part?
-- description: The places that suspended one kind of use of face recognition, and which kind. How long a suspension lasts is not recorded unless the source says it.
-- order: 2
select
  place,
  place_id as place_key,
  state,
  state_name,
  place_type,
  what,
  context,
  instrument_id as instrument,
  source,
  source_url,
  locator
from measures
where modality = 'suspended'
  and activity = 'use'
  and place_id is not null
order by state_name, place, scope_id
