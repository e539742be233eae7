-- title: Do police need a warrant?
-- description: For every rule of a place: whether police must have a warrant or another order of a court before they use face recognition, and for what. Yes and no are what a text or a source says; conditional means for some uses only, and "for which" tells which, also where a warrant is enough by itself. Not in the text means that the whole text was read and does not speak of it. Not coded means that nobody has answered it: that says nothing of the law. Rules with an answer come first.
-- order: 7
-- columns: place -> place_key, rule -> instrument, answer, for_which, section, source -> source_url
select
  provisions_coded.place,
  provisions_coded.what as rule,
  provisions_coded.answer,
  provisions_coded.note as for_which,
  provisions_coded.section,
  rules_in_brief.standing,
  provisions_coded.source,
  provisions_coded.source_url,
  provisions_coded.confidence,
  provisions_coded.asked,
  rules_in_brief.status,
  rules_in_brief.last_confirmed,
  provisions_coded.source_id as source_key,
  provisions_coded.place_id as place_key,
  provisions_coded.instrument_id as instrument
from provisions_coded
join rules_in_brief on rules_in_brief.instrument_id = provisions_coded.instrument_id
where provisions_coded.question = 'warrant'
order by
  case provisions_coded.answer when 'not_coded' then 1 else 0 end,
  provisions_coded.place, provisions_coded.instrument_id, provisions_coded.note nulls last, provisions_coded.source_id, provisions_coded.provision_id
