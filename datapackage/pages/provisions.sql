-- title: Duties, remedies and limits
-- description: Answers to coded questions. What is not listed was not coded, which says nothing about the rule.
-- page: record instruments
-- shape: table
-- order: 3
-- releases: from 3.0.0
select
  upper(substr(asked, 1, 1)) || substr(asked, 2) as "Question",
  case answer
    when 'not_in_text' then 'the text does not say'
    when 'conditional' then 'in some cases'
    else answer
  end || case
    when amount is null then ''
    else ': ' || case amount_bound when 'at_least' then 'at least ' when 'at_most' then 'at most ' else '' end
      || cast(amount as integer) || ' ' || currency || ' for each ' || amount_per || ', as ' || case amount_kind when 'fine' then 'a fine' else amount_kind end
  end as "Answer",
  note as "Note",
  section as "Where",
  source_id as source_keys
from provisions_coded
where :table = 'instruments' and instrument_id = :key and answer <> 'not_coded'
order by question, amount
