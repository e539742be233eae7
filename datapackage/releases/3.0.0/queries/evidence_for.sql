-- title: What is the evidence for a record?
-- description: Every passage that speaks to one record, whether it supports, qualifies or contradicts it, and then every value that has no passage of its own, which comes from the record's source as a whole. A row of event_participants rests on the evidence for its event; a row of statement_claims shows what rests on it.
-- order: 28
-- columns: field, asserted_value, stance, rests_on, published, source -> source_url
-- parameter: table: table = instruments (the table of the record)
-- parameter: key: key beside table = us-or-portland-1 (the key of the record; several parts are joined by commas)
with answer as (
  select
    1 as part,
    evidence_id,
    record_table,
    record_key,
    field,
    asserted_value,
    'its own evidence' as rests_on,
    stance,
    confidence,
    preferred,
    preference_reason,
    source,
    publisher,
    published,
    standing,
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
  union all
  select
    2,
    null,
    values_from_the_source.record_table,
    values_from_the_source.record_key,
    values_from_the_source.field,
    values_from_the_source.value,
    'from the record''s source',
    null,
    null,
    null,
    null,
    sources.title,
    sources.publisher,
    sources.published_edtf,
    sources.tier,
    sources.url,
    null,
    null,
    null,
    null,
    null
  from values_from_the_source
  left join sources on sources.source_id = values_from_the_source.source_id
  where values_from_the_source.record_table = :table and values_from_the_source.record_key = :key
)
select
  evidence_id,
  record_table,
  record_key,
  field,
  asserted_value,
  rests_on,
  stance,
  confidence,
  preferred,
  preference_reason,
  source,
  publisher,
  published,
  standing,
  source_url,
  locator,
  char_start,
  char_end,
  selector_sha256,
  note
from answer
order by part, evidence_id nulls last, field
