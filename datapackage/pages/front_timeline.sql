-- title: Status over time
-- description: What held for police use, place by place, since the first rule that is recorded. Solid as long as a source speaks, hatched where nothing later was found.
-- page: front
-- shape: lanes
-- order: 4
-- releases: from 3.0.0
with marked as (
  select
    place_statuses.*,
    lag(place_status) over (partition by place_id order by period) as before
  from place_statuses
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
  places.display_name as lane,
  bars.place_status as status,
  bars.since,
  bars.until,
  bars.confirmed,
  place_statuses.sentence as words,
  'places' as record_table,
  places.place_id as record_key
from bars
join places on places.place_id = bars.place_id
join place_statuses on place_statuses.place_id = bars.place_id and place_statuses.period = bars.last_period
order by places.display_name, bars.last_period
