-- title: Status over time
-- description: Solid as long as a source speaks, hatched where nothing later was found, outlined what is adopted and not yet in force.
-- page: record places
-- shape: lanes
-- order: 1
-- releases: from 3.0.0
with marked as (
  select
    place_statuses.*,
    lag(place_status) over (partition by place_id order by period) as before
  from place_statuses
  where place_id = :key
),
runs as (
  select
    marked.*,
    sum(place_status is not before) over (partition by place_id order by period) as run
  from marked
),
-- Periods of one status that follow each other are one: a source that spoke later confirms them all.
bars as (
  select
    place_id,
    place_status,
    min(since) as since,
    case when max(until is null) then null else max(until) end as until,
    max(last_confirmed) as confirmed,
    max(period) as last_period
  from runs
  where place_status <> 'none_recorded'
  group by place_id, run, place_status
)
select
  'Police use' as lane,
  bars.place_status as status,
  bars.since,
  bars.until,
  bars.confirmed,
  place_statuses.sentence as words
from bars
join place_statuses on place_statuses.place_id = bars.place_id and place_statuses.period = bars.last_period
order by bars.last_period
