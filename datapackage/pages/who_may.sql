-- title: Who may, and who may not
-- page: record places, instruments, organizations
-- shape: table
-- order: 2
-- releases: from 3.0.0
-- replaces: covered
with ours as (
  select instruments.instrument_id, instruments.title, instruments.jurisdiction_place_id
  from instruments
  where (:table = 'instruments' and instruments.instrument_id = :key)
    or (:table = 'organizations' and instruments.issuer_org_id = :key)
    or (:table = 'places' and exists (
      select 1
      from place_statuses
      where place_id = :key
        and (since is null or since <= :day)
        and (until is null or until > :day)
        and (
          instruments.jurisdiction_place_id = :key
          or instr('; ' || rules || ';', '; ' || instruments.instrument_id || ';') > 0
        )
    ))
),
told as (
  -- Activities of which all else is the same are told in one sentence: SQLite takes the sentence of the least.
  select
    uses.covers,
    min(activities_in_words.before) as first_verb,
    group_concat(activities_in_words.before, ' or ') as verbs,
    uses.last_known_status,
    modalities.outcome,
    case when :table <> 'instruments' then replace(replace(ours.title, ' (' || places.display_name || ')', ''), ' (' || places.name || ')', '')
      || case when :table = 'places' and ours.jurisdiction_place_id <> :key then ', ' || places.name else '' end
      || case uses.last_known_status when 'in_force' then '' when 'amended' then '' else ': ' || replace(uses.last_known_status, '_', ' ') end
    end as by_rule,
    group_concat(distinct nullif(sources_of_scopes.locator, '')) as section,
    group_concat(distinct sources_of_scopes.source_id) as source_keys,
    uses.instrument,
    case count(*) when 1 then group_concat(uses.scope) end as scope,
    case uses.last_known_status when 'in_force' then 0 when 'amended' then 0 when 'superseded_in_part' then 0 else 1 end as holds,
    case modalities.outcome when 'barred' then 0 when 'halted' then 1 when 'conditions' then 2 when 'allowed' then 3 else 4 end as place
  from ours
  join uses_in_words as uses
    on uses.instrument = ours.instrument_id
    and uses.scope is not null
    and uses.since <= :day
    and (uses.until is null or uses.until > :day)
  join modalities on modalities.modality = uses.modality
  join activities_in_words on activities_in_words.activity = uses.use
  left join places on places.place_id = ours.jurisdiction_place_id
  left join sources_of_scopes on sources_of_scopes.scope_id = uses.scope
  where :table <> 'places' or uses.last_known_status not in ('superseded', 'expired', 'repealed', 'failed', 'proposed')
  group by
    uses.instrument, uses.actor, uses.technology, uses.context, uses.modality, uses.last_known_status,
    case when coalesce(activities_in_words.after, '') = '' then '' else uses.scope end
)
select
  replace(covers, ' ' || first_verb || ' ', ' ' || verbs || ' ') as what,
  'scope_' || outcome as status,
  group_concat(by_rule, '; ') as by_rule,
  case when :table = 'instruments' then section end as "where",
  group_concat(source_keys) as source_keys,
  'instrument_scopes' as record_table,
  case count(*) when 1 then scope end as record_key
from told
group by what, outcome, holds
order by holds, min(case when :table = 'places' and instrument like :key || '-%' then 0 else 1 end), min(instrument), min(place), what
