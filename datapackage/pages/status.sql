-- title: Status
-- description: Computed from the recorded events for the day of this version. After the last evidence nobody looked: that no later event was found is less than being in force.
-- page: record places, instruments, instrument_scopes, organizations
-- shape: status
-- order: 1
with
current as (
  select
    status_periods.*,
    lag(evidence_date) over (partition by instrument_id order by since) as earlier_evidence,
    case when until is null and evidence_date < :day then 1 else 0 end as silent
  from status_periods
),
cautions as (
  select instrument_id, max(caution) as caution from uses_by_period group by instrument_id
),
now as (
  select
    current.instrument_id,
    instruments.title,
    instruments.jurisdiction_place_id,
    instruments.issuer_org_id,
    instruments.note,
    sources.title as source,
    sources.url,
    case
      when status = 'unknown' then 'Unknown'
      when status = 'superseded_in_part' then 'Replaced in part'
      when status in ('in_force', 'amended') and silent = 1 then 'No later event found'
      when status = 'in_force' then 'In force'
      when status = 'amended' then 'In force, changed'
      when status = 'superseded' then 'Replaced'
      when status = 'proposed' then 'Adoption not seen'
      when status = 'not_yet_in_force' then 'Not yet in force'
      when status = 'date_uncertain' then 'Day of change uncertain'
      when status = 'failed' then 'Never adopted'
      else upper(substr(status, 1, 1)) || substr(status, 2)
    end as state,
    case when status = 'unknown' then 'unknown since ' || since || ': ' else '' end
      || in_words
      || case when silent = 1 and status in ('in_force', 'amended', 'superseded_in_part') then '; nothing later than ' || evidence_date || ' was found' else '' end
      || case when effective_date_known = 'no' then '; the day on which it took effect was not found, so its adoption counts' else '' end
      || coalesce('; ' || cautions.caution, '')
      || '.' as words,
    case when status = 'unknown' then coalesce(earlier_evidence, evidence_date) else evidence_date end as as_of
  from current
  join instruments on instruments.instrument_id = current.instrument_id
  left join sources on sources.source_id = instruments.source_id
  left join cautions on cautions.instrument_id = current.instrument_id
  where since <= :day and (until is null or until > :day)
),
shown as (
  select 'instruments' as of_table, instrument_id as of_key, null as label, state, words, as_of, source, url, instrument_id from now
  union all
  select 'places', jurisdiction_place_id, title, state, words || coalesce(' ' || note, ''), as_of, source, url, instrument_id from now where jurisdiction_place_id is not null
  union all
  select 'organizations', issuer_org_id, title, state, words || coalesce(' ' || note, ''), as_of, source, url, instrument_id from now where issuer_org_id is not null
  union all
  select 'instrument_scopes', instrument_scopes.scope_id, now.title, state, words, as_of, source, url, now.instrument_id
  from now
  join instrument_scopes on instrument_scopes.instrument_id = now.instrument_id
)
select
  of_table,
  of_key,
  state,
  label,
  upper(substr(words, 1, 1)) || substr(words, 2) as words,
  as_of,
  source,
  url,
  'instruments' as record_table,
  instrument_id as record_key
from shown
order by of_table, of_key, instrument_id
