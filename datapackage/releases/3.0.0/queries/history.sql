-- title: What did each release say, and for which time?
-- description: Everything that each release says about a place, a rule or an organization, in two times: since which release it is recorded, and from when to when it held. What 1.0.0 said stands beside what is known now. An empty time means that the release gives none.
-- order: 25
-- columns: version, kind, statement, status, valid_from, valid_until
-- parameter: about: key of places, instruments, organizations = us-la-new-orleans (a place, a rule or policy, or an organization)
with this_release as (
  select version, recorded_on
  from releases
  where version not in (select version from earlier_values)
),
earlier as (
  select releases.version, releases.recorded_on, record_table, record_key, field, value
  from earlier_values
  join releases on releases.version = earlier_values.version
),
earlier_rules as (
  select
    version,
    recorded_on,
    record_key as instrument_id,
    max(case when field = 'title' then value end) as title,
    max(case when field = 'effect' then value end) as effect,
    max(case when field = 'instrument_type' then value end) as instrument_type,
    coalesce(
      max(case when field = 'official_number' then value end), max(case when field = 'bill_number' then value end)
    ) as number,
    max(case when field = 'jurisdiction_place_id' then value end) as place_id,
    max(case when field = 'issuer_org_id' then value end) as org_id
  from earlier
  where record_table = 'instruments'
  group by version, recorded_on, record_key
),
earlier_scopes as (
  select
    version,
    record_key as scope_id,
    max(case when field = 'instrument_id' then value end) as instrument_id,
    max(case when field = 'regulated_actor' then value end) as regulated_actor,
    max(case when field = 'activity' then value end) as activity,
    max(case when field = 'technology' then value end) as technology,
    max(case when field = 'context' then value end) as context,
    max(case when field = 'modality' then value end) as modality,
    max(case when field = 'valid_from_edtf' then value end) as valid_from
  from earlier
  where record_table = 'instrument_scopes'
  group by version, record_key
),
earlier_events as (
  select
    version,
    recorded_on,
    record_key as event_id,
    max(case when field = 'instrument_id' then value end) as instrument_id,
    max(case when field = 'date_edtf' then value end) as date_edtf,
    max(case when field = 'title' then value end) as title
  from earlier
  where record_table = 'events'
  group by version, recorded_on, record_key
),
said as (
  select
    version, recorded_on, 1 as part, 'a rule or policy' as kind, instrument_id as record, instrument_id,
    title || ' (' || replace(instrument_type || case when number is null then '' else ' ' || number end || ', ' || effect, '_', ' ') || ')' as statement,
    cast(null as text) as valid_from, cast(null as text) as valid_until, cast(null as text) as status
  from earlier_rules
  union all
  select
    earlier_rules.version, earlier_rules.recorded_on, 2, 'what it covers', scope_id, earlier_rules.instrument_id,
    scopes_in_words.covers,
    valid_from, null, null
  from earlier_scopes
  left join scopes_in_words
    on scopes_in_words.regulated_actor = earlier_scopes.regulated_actor
    and scopes_in_words.activity = earlier_scopes.activity
    and scopes_in_words.technology = earlier_scopes.technology
    and scopes_in_words.context = earlier_scopes.context
    and scopes_in_words.modality = earlier_scopes.modality
  join earlier_rules
    on earlier_rules.version = earlier_scopes.version and earlier_rules.instrument_id = earlier_scopes.instrument_id
  union all
  select version, recorded_on, 3, 'an event', event_id, instrument_id, title, date_edtf, null, null
  from earlier_events
  union all
  select
    this_release.version, this_release.recorded_on, 1, 'a rule or policy', instruments.instrument_id, instruments.instrument_id,
    title || ' (' || replace(instrument_type, '_', ' ') || coalesce(' ' || numbers_of_rules.number, '') || ', ' || replace(effect, '_', ' ') || ')',
    status_periods.since_as_written, status_periods.until_as_written, status_periods.status
  from instruments
  left join numbers_of_rules on numbers_of_rules.instrument_id = instruments.instrument_id
  cross join this_release
  left join status_periods on status_periods.instrument_id = instruments.instrument_id
  union all
  select
    this_release.version, this_release.recorded_on, 2, 'what it covers', scope_id, instrument_id,
    scopes_in_words.covers,
    since_as_written, until_as_written, status
  from uses_by_period
  left join scopes_in_words
    on scopes_in_words.regulated_actor = uses_by_period.regulated_actor
    and scopes_in_words.activity = uses_by_period.activity
    and scopes_in_words.technology = uses_by_period.technology
    and scopes_in_words.context = uses_by_period.context
    and scopes_in_words.modality = uses_by_period.modality
  cross join this_release
  where scope_id is not null and status in (select statuses_in_force.status from statuses_in_force)
  union all
  select this_release.version, this_release.recorded_on, 3, 'an event', event_id, instrument_id, title, date_edtf, null, event_type
  from events
  cross join this_release
)
select
  said.version,
  said.recorded_on,
  said.kind,
  said.statement,
  said.status,
  said.valid_from,
  said.valid_until,
  said.record
from said
where said.instrument_id = :about
  or said.instrument_id in (
    select instrument_id from instruments where jurisdiction_place_id = :about or issuer_org_id = :about
  )
  or said.instrument_id in (
    select instrument_id from earlier_rules where place_id = :about or org_id = :about
  )
order by said.recorded_on, said.version, said.part, said.valid_from nulls last, said.record, said.statement, said.status nulls last
