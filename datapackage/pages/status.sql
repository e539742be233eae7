-- title: Status
-- description: Computed from the recorded events for the day of this version. Where no later event was found, no source speaks for a day after the last evidence.
-- page: record places, instruments, instrument_scopes, organizations
-- shape: status
-- order: 1
with
told as (
  select events.instrument_id, dates.edtf, coalesce(dates.earliest, dates.latest) as day
  from events
  join dates on dates.edtf = events.date_edtf
  union
  select coalesce(evidence.instrument_id, instrument_scopes.instrument_id), dates.edtf, coalesce(dates.earliest, dates.latest)
  from evidence
  left join instrument_scopes on instrument_scopes.scope_id = evidence.scope_id
  join sources on sources.source_id = evidence.source_id
  join dates on dates.edtf = sources.published_edtf
),
spoken as (
  select instrument_id, day, case max(length(edtf) = 10) when 1 then day else min(edtf) end as written
  from told
  where instrument_id is not null and instr(edtf, '/') = 0
  group by instrument_id, day
),
current as (
  select
    status_periods.*,
    lag(evidence_date) over (partition by instrument_id order by since) as earlier_evidence,
    lag(in_words) over (partition by instrument_id order by since) as earlier_words,
    case when until is null and coalesce(evidence_date, since) < :day then 1 else 0 end as silent
  from status_periods
),
cautions as (
  select instrument_id, max(caution) as caution from uses_by_period group by instrument_id
),
dated as (
  select
    current.*,
    coalesce(spoken.written, last_day) as last_written
  from (
    select current.*, case when status = 'unknown' then coalesce(earlier_evidence, evidence_date) else evidence_date end as last_day
    from current
    where since <= :day and (until is null or until > :day)
  ) as current
  left join spoken on spoken.instrument_id = current.instrument_id and spoken.day = last_day
),
now as (
  select
    dated.instrument_id,
    instruments.title,
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
    case when status = 'unknown' then coalesce(replace(earlier_words, 'in force since', 'in force from') || '. ', '') || 'Unknown since ' || since || ': ' else '' end
      || in_words
      || case when silent = 1 and status in ('in_force', 'amended', 'superseded_in_part') then coalesce('; nothing later than ' || last_written || ' was found', '; no source speaks for a later day') else '' end
      || case when effective_date_known = 'no' then '; the day on which it took effect was not found, so its adoption counts' else '' end
      || coalesce('; ' || cautions.caution, '')
      || '.' as words,
    last_written as as_of,
    case
      when status in ('in_force', 'amended', 'superseded_in_part') then 1
      when status = 'unknown' and earlier_words like 'in force%' then 2
      when status in ('expired', 'repealed', 'failed', 'superseded') then 4
      else 3
    end as place
  from dated
  join instruments on instruments.instrument_id = dated.instrument_id
  left join sources on sources.source_id = instruments.source_id
  left join cautions on cautions.instrument_id = dated.instrument_id
),
stands_on as (
  select instrument_id, 'instruments' as of_table, instrument_id as of_key from instruments
  union all
  select instrument_id, 'places', jurisdiction_place_id from instruments where jurisdiction_place_id is not null
  union all
  select instrument_id, 'organizations', issuer_org_id from instruments where issuer_org_id is not null
  union all
  select instrument_id, 'instrument_scopes', scope_id from instrument_scopes
),
shown as (
  select
    of_table,
    of_key,
    case when of_table <> 'instruments' then title end as label,
    state,
    words,
    case when of_table in ('places', 'organizations') then note end as remark,
    as_of,
    source,
    url,
    now.instrument_id,
    place
  from now
  join stands_on on stands_on.instrument_id = now.instrument_id
)
select
  of_table,
  of_key,
  state,
  label,
  upper(substr(words, 1, 1)) || substr(words, 2) as words,
  remark,
  as_of,
  source,
  url,
  'instruments' as record_table,
  instrument_id as record_key
from shown
order by of_table, of_key, place, instrument_id
