-- title: Rules whose status is told otherwise
-- description: What the version before and this one say of the day on which this one was published.
-- page: release
-- shape: table
-- releases: from 3.0.0
with before as materialized (
  select * from earlier.status_periods where since <= :day and (until is null or until > :day)
),
now as materialized (
  select * from status_periods where since <= :day and (until is null or until > :day)
)
select
  instruments.title as rule,
  upper(substr(before.in_words, 1, 1)) || substr(before.in_words, 2) as before,
  upper(substr(now.in_words, 1, 1)) || substr(now.in_words, 2) as now,
  'instruments' as record_table,
  now.instrument_id as record_key
from now
join before on before.instrument_id = now.instrument_id
join instruments on instruments.instrument_id = now.instrument_id
where now.status <> before.status
order by instruments.title
