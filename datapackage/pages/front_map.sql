-- title: Where police use is barred, limited or halted
-- description: Shaded: the state has a rule of its own. Unshaded: none is recorded, which is not "no rule".
-- page: front
-- shape: map
-- shapes: datapackage/shapes/us-states-10m.json
-- projection: albers-usa
-- order: 1
-- releases: from 3.0.0
select
  places.display_name as name,
  case places.place_type
    when 'state' then places.name
    else places.name || ', ' || substr(places.iso_3166_2, 4)
  end as label,
  place_statuses.place_status as status,
  case places.place_type when 'state' then 'States' else 'Cities and counties' end as layer,
  case places.place_type when 'state' then places.fips_state end as area,
  places.latitude,
  places.longitude,
  place_statuses.sentence as words,
  place_statuses.last_confirmed as confirmed,
  'places' as record_table,
  places.place_id as record_key
from place_statuses
join places on places.place_id = place_statuses.place_id
where place_statuses.place_status <> 'none_recorded'
  and (place_statuses.since is null or place_statuses.since <= :day)
  and (place_statuses.until is null or place_statuses.until > :day)
order by places.place_type = 'state' desc, places.display_name
