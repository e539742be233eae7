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
  select
    uses.covers,
    uses.last_known_status,
    modalities.outcome,
    case when :table <> 'instruments' then replace(replace(ours.title, ' (' || places.display_name || ')', ''), ' (' || places.name || ')', '')
      || case when :table = 'places' and ours.jurisdiction_place_id <> :key then ', ' || places.name else '' end
    end as by_rule,
    nullif(sources_of_scopes.locator, '') as section,
    sources_of_scopes.source_id,
    uses.instrument,
    uses.scope,
    case uses.last_known_status when 'in_force' then 0 when 'amended' then 0 when 'superseded_in_part' then 0 else 1 end as holds,
    case modalities.outcome when 'barred' then 0 when 'halted' then 1 when 'conditions' then 2 when 'allowed' then 3 else 4 end as place
  from ours
  join uses_in_words as uses
    on uses.instrument = ours.instrument_id
    and uses.scope is not null
    and uses.since <= :day
    and (uses.until is null or uses.until > :day)
  join modalities on modalities.modality = uses.modality
  left join places on places.place_id = ours.jurisdiction_place_id
  left join sources_of_scopes on sources_of_scopes.scope_id = uses.scope
)
select
  covers as what,
  case
    when holds = 0 then 'scope_' || outcome
    when last_known_status = 'not_yet_in_force' then 'rule_pending'
    when last_known_status = 'date_uncertain' then 'rule_may_have_begun'
    when last_known_status = 'disputed' then 'rule_disputed'
    when last_known_status = 'unknown' then 'rule_not_known'
    when last_known_status = 'failed' then 'rule_never'
    when last_known_status = 'proposed' then 'rule_proposed'
    else 'rule_ended'
  end as status,
  by_rule,
  case when :table = 'instruments' then section end as section,
  source_id as source_keys,
  'instrument_scopes' as record_table,
  scope as record_key
from told
order by holds, case when :table = 'places' and instrument like :key || '-%' then 0 else 1 end, instrument, place, covers
