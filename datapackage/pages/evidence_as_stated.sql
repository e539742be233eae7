-- title: Evidence
-- description: What the document says, in our own words or as a code, and how it bears on what is recorded.
-- page: record places, organizations, organization_member_kinds, instruments, instrument_scopes, events, event_participants, incidents, sources, statement_claims
-- shape: evidence
-- order: 7
select
  null as about,
  record_table as about_table,
  field,
  asserted_value as value,
  stance,
  case stance when 'contradicts' then 'against' when 'qualifies' then 'limits' else 'for' end as bears,
  source,
  publisher,
  published as date,
  locator,
  confidence,
  source_url as url,
  selector_sha256 as sha256,
  (select sources.content_sha256 from sources where sources.source_id = evidence_passages.source_id) as text_sha256,
  char_start as start,
  char_end as "end",
  note,
  'sources' as record_table,
  source_id as record_key
from evidence_passages
where :version = '1.0.0'
  and (
    (:table = 'statement_claims' and claim_id = :key)
    or (
      record_table = case :table when 'event_participants' then 'events' when 'organization_member_kinds' then 'organizations' else :table end
      and record_key = case when :table in ('event_participants', 'organization_member_kinds') then substr(:key, 1, instr(:key, ',') - 1) else :key end
    )
  )
order by evidence_id
