-- title: The official text, looked at
-- description: When the text was looked at where its maker publishes it. A stored copy is older than the day of looking and shows nothing that changed since.
-- page: record instruments
-- shape: table
-- order: 6
-- releases: from 3.0.0
select
  checks.looked_on as "Looked on",
  case checks.seen_as when 'stored_copy' then 'a stored copy' else 'the page itself' end as "What was seen",
  case checks.extent when 'whole' then 'the whole text' when 'part' then 'a part of the text' when 'heading' then 'a heading only' else 'nothing' end as "How much",
  checks.current_through_edtf as "Current through",
  case checks.check_result
    when 'same' then 'agrees with the register'
    when 'changed' then 'differs from the register'
    when 'gone' then 'no longer there'
    else 'not reachable'
  end as "Result",
  checks.note as "Note",
  checks.url as "Address"
from checks
where :table = 'instruments' and checks.instrument_id = :key
order by checks.looked_on desc, checks.check_id
