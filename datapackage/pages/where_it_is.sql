-- title: Where it is
-- page: record places, instruments
-- shape: locator
-- shapes: datapackage/shapes/us-states-10m.json
-- order: 0
-- releases: from 3.0.0
select
  places.display_name as label,
  coalesce(place_statuses.place_status, 'none_recorded') as status,
  coalesce(places.fips_state, parent.fips_state) as area,
  case places.place_type when 'state' then null else places.latitude end as latitude,
  case places.place_type when 'state' then null else places.longitude end as longitude
from places
left join places as parent on parent.place_id = places.parent_place_id
left join place_statuses
  on place_statuses.place_id = places.place_id
  and (place_statuses.since is null or place_statuses.since <= :day)
  and (place_statuses.until is null or place_statuses.until > :day)
where places.place_id = case :table when 'places' then :key else (select jurisdiction_place_id from instruments where instrument_id = :key) end
  and places.place_type <> 'country'
