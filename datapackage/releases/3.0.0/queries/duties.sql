-- title: What must be reviewed, tested, audited, reported or disclosed?
-- description: The duties that the rules of places lay on those who use the technology, one row for each rule and duty. Leave the duty empty to see all. Not coded means that nobody has answered it: that says nothing of the law. Rules with an answer come first.
-- order: 10
-- columns: place -> place_key, rule -> instrument, duty, answer, details, source -> source_url
-- parameter: duty: choice of duties_in_words or empty =  (one duty, or empty)
select
  provisions_coded.place,
  provisions_coded.what as rule,
  duties_in_words.words as duty,
  provisions_coded.answer,
  provisions_coded.note as details,
  provisions_coded.section,
  provisions_coded.source,
  provisions_coded.source_url,
  provisions_coded.confidence,
  provisions_coded.asked,
  rules_in_brief.standing,
  rules_in_brief.status,
  rules_in_brief.last_confirmed,
  provisions_coded.question,
  provisions_coded.source_id as source_key,
  provisions_coded.place_id as place_key,
  provisions_coded.instrument_id as instrument
from provisions_coded
join duties_in_words on duties_in_words.duty = provisions_coded.question
join rules_in_brief on rules_in_brief.instrument_id = provisions_coded.instrument_id
where :duty = '' or provisions_coded.question = :duty
order by
  case provisions_coded.answer when 'not_coded' then 1 else 0 end,
  provisions_coded.place, provisions_coded.instrument_id, provisions_coded.question, provisions_coded.note nulls last, provisions_coded.source_id, provisions_coded.provision_id
