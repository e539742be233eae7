-- title: What is the evidence for a record?
-- description: Every passage that speaks to one record, whether it supports, qualifies or contradicts it. A row of event_participants or organization_member_kinds rests on the evidence for its event or organisation; a row of statement_claims shows what rests on it.
-- order: 6
-- parameter: table = instruments (the table of the record)
-- parameter: key = us-or-portland-1 (the key of the record; several parts are joined by commas)
select
  evidence_id,
  record_table,
  record_key,
  field,
  asserted_value,
  stance,
  confidence,
  source,
  publisher,
  published,
  source_url,
  locator,
  char_start,
  char_end,
  selector_sha256,
  note
from evidence_passages
where (record_table = :table and record_key = :key)
  or (:table = 'statement_claims' and claim_id = :key)
  or (
    :table = 'event_participants' and record_table = 'events'
    and substr(:key, 1, length(record_key) + 1) = record_key || ','
  )
  or (
    :table = 'organization_member_kinds' and record_table = 'organizations'
    and substr(:key, 1, length(record_key) + 1) = record_key || ','
  )
order by evidence_id
