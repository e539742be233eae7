-- title: What each source says where they differ
-- description: What was preferred comes first, with the reason. Nothing is thrown away.
-- page: record places, organizations
-- shape: evidence
-- order: 6
with ours as (
  select instrument_id, title
  from instruments
  where (:table = 'places' and jurisdiction_place_id = :key) or (:table = 'organizations' and issuer_org_id = :key)
),
subjects as (
  select 'instruments' as record_table, instrument_id as record_key, title as about from ours
  union all
  select 'instrument_scopes', scope_id, ours.title from ours join instrument_scopes on instrument_scopes.instrument_id = ours.instrument_id
  union all
  select 'events', event_id, events.title from ours join events on events.instrument_id = ours.instrument_id
  union
  select 'events', events.event_id, events.title from events join event_participants on event_participants.event_id = events.event_id where :table = 'organizations' and event_participants.org_id = :key
  union all
  select 'instrument_relations', relation_id, ours.title from ours join instrument_relations on instrument_relations.from_instrument_id = ours.instrument_id
),
told as (
  select subjects.about, evidence_passages.*
  from subjects
  join evidence_passages on evidence_passages.record_table = subjects.record_table and evidence_passages.record_key = subjects.record_key
)
select
  about,
  record_table as about_table,
  field,
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
  (select sources.content_sha256 from sources where sources.source_id = told.source_id) as text_sha256,
  char_start as start,
  char_end as "end",
  note,
  'sources' as record_table,
  source_id as record_key
from told
where exists (
  select 1
  from told as other
  where other.record_table = told.record_table and other.record_key = told.record_key and other.field = told.field and other.stance = 'contradicts'
)
order by about, field, preferred desc, stance desc, evidence_id
