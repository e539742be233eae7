-- title: Is a match enough for an arrest?
-- description: For every rule of a place: whether it bars a match of face recognition from being the only ground of an arrest, a search or a warrant, and whether a person must review a match before anybody acts on it. Not coded means that nobody has answered it: that says nothing of the law. Rules with an answer come first.
-- order: 8
-- columns: place -> place_key, rule -> instrument, asked, answer, details, source -> source_url
select
  provisions_coded.place,
  provisions_coded.what as rule,
  provisions_coded.asked,
  provisions_coded.answer,
  provisions_coded.note as details,
  provisions_coded.section,
  provisions_coded.source,
  provisions_coded.source_url,
  provisions_coded.confidence,
  rules_in_brief.standing,
  rules_in_brief.status,
  rules_in_brief.last_confirmed,
  provisions_coded.question,
  provisions_coded.source_id as source_key,
  provisions_coded.place_id as place_key,
  provisions_coded.instrument_id as instrument
from provisions_coded
join rules_in_brief on rules_in_brief.instrument_id = provisions_coded.instrument_id
where provisions_coded.question in ('sole_basis', 'human_review')
order by
  case provisions_coded.answer when 'not_coded' then 1 else 0 end,
  provisions_coded.place, provisions_coded.instrument_id, provisions_coded.question desc, provisions_coded.note nulls last, provisions_coded.source_id, provisions_coded.provision_id
