-- title: Since when is a value known?
-- description: Every field of one record in every release: what was said first, what changed and what is no longer said. A value is known since the first release that says it.
-- order: 26
-- columns: field, version, recorded_on, value, change
-- parameter: table: table = instruments (places, organizations, instruments, instrument_scopes, events or incidents)
-- parameter: key: key beside table = us-va-1 (the key of the record)
with this_release as (
  select version, recorded_on
  from releases
  where version not in (select version from earlier_values)
),
said as (
  select earlier_values.version, releases.recorded_on, earlier_values.field, earlier_values.value
  from earlier_values
  join releases on releases.version = earlier_values.version
  where earlier_values.record_table = :table
    and earlier_values.record_key = :key
    and earlier_values.field not in ('basis', 'note', 'source_id', 'confidence', 'flag')
  union all
  select this_release.version, this_release.recorded_on, record_values.field, record_values.value
  from record_values
  cross join this_release
  where record_values.record_table = :table and record_values.record_key = :key
)
select
  field,
  version,
  recorded_on,
  value,
  case
    when lag(value) over (partition by field order by recorded_on, version) is null then 'first said'
    when lag(value) over (partition by field order by recorded_on, version) = value then 'said again'
    else 'changed'
  end as change
from said
order by field, recorded_on, version
