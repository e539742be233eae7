-- title: Values without evidence of their own
-- description: Every value that no piece of evidence speaks to by itself (evidence for a GEOID speaks to its kind and vintage), with the document from which its record was taken: the source that the record names or, where it names none, that of its first supporting evidence.
-- column: record_table = the table of the record
-- column: record_key = the key of the record
-- column: field = the field
-- column: value = what stands in it, as text
-- column: source_id = the document from which the record was taken
select
  record_values.record_table,
  record_values.record_key,
  record_values.field,
  record_values.value,
  coalesce(record_values.source_id, evidence_passages.source_id) as source_id
from record_values
left join (
  select record_table, record_key, min(evidence_id) as evidence_id
  from evidence_passages
  where stance = 'supports'
  group by record_table, record_key
) as first_evidence
  on first_evidence.record_table = record_values.record_table
  and first_evidence.record_key = record_values.record_key
left join evidence_passages on evidence_passages.evidence_id = first_evidence.evidence_id
where not exists (
  select 1
  from evidence_passages as own
  where own.record_table = record_values.record_table
    and own.record_key = record_values.record_key
    and own.stance <> 'silent'
    and (
      own.field = record_values.field
      or (own.field = 'census_geoid' and record_values.field in ('census_geoid_type', 'census_geoid_vintage'))
    )
)
