-- title: Evidence
-- description: What each document says, in our own words or as a code, and how it bears on what is recorded. Where documents disagree, what was preferred comes first. The page of a place or an organization counts the evidence for its own fields only; that for its rules and events stands on their pages.
-- page: record places, organizations, organization_member_kinds, instruments, instrument_scopes, instrument_relations, events, event_participants, incidents, sources, statement_claims
-- shape: evidence
-- order: 7
with subjects as (
  select
    case :table when 'event_participants' then 'events' when 'organization_member_kinds' then 'organizations' else :table end as record_table,
    case when :table in ('event_participants', 'organization_member_kinds') then substr(:key, 1, instr(:key, ',') - 1) else :key end as record_key,
    null as about
  union all
  select 'instrument_scopes', scope_id, 'What is covered (' || replace(regulated_actor, '_', ' ') || ', ' || replace(activity, '_', ' ') || ')' from instrument_scopes where :table = 'instruments' and instrument_id = :key
  union all
  select 'events', event_id, title from events where :table = 'instruments' and instrument_id = :key
  union all
  select 'instrument_relations', relation_id, 'How it relates to another rule' from instrument_relations where :table = 'instruments' and :key in (from_instrument_id, to_instrument_id)
  union all
  select evidence_passages.record_table, evidence_passages.record_key, evidence_passages.record_key from evidence_passages where :table = 'statement_claims' and claim_id = :key
),
told as (
  select distinct subjects.about, evidence_passages.*
  from subjects
  join evidence_passages on evidence_passages.record_table = subjects.record_table and evidence_passages.record_key = subjects.record_key
  where :table <> 'statement_claims' or evidence_passages.claim_id = :key
)
select
  about,
  record_table as about_table,
  field,
  case when part = 2 then asserted_value end as fields,
  asserted_value as value,
  stance,
  case stance when 'contradicts' then 'against' when 'qualifies' then 'limits' else 'for' end as bears,
  source,
  publisher,
  published as date,
  replace(standing, '_', ' ') as standing,
  locator,
  confidence,
  preferred,
  preference_reason as reason,
  source_url as url,
  selector_sha256 as sha256,
  (select sources.content_sha256 from sources where sources.source_id = answer.source_id) as text_sha256,
  char_start as start,
  char_end as "end",
  note,
  'sources' as record_table,
  source_id as record_key
from (
  select 1 as part, told.* from told
  union all
  select
    2, null, null, values_from_the_source.record_table, values_from_the_source.record_key, 'everything_else',
    group_concat(values_from_the_source.field, ', '),
    'rests on the document as a whole', null, null, null, null, sources.source_id, sources.title,
    sources.publisher, sources.published_edtf, sources.url, sources.tier, null, null, null, null, null
  from values_from_the_source
  left join sources on sources.source_id = values_from_the_source.source_id
  where values_from_the_source.record_table = :table and values_from_the_source.record_key = :key
  group by sources.source_id
) as answer
order by part, about, field, preferred desc, stance desc, evidence_id
