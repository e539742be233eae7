-- title: Summary
-- page: record statement_claims
-- shape: summary
select
  'The founding statement, in our words: ' || subject || ' ' || predicate || coalesce(' ' || object, '') || '.'
    || coalesce(' Left open: ' || vagueness || '.', '') as words,
  null as date
from statement_claims
where claim_id = :key
