-- table: places
-- key: place_id
-- field: census_geoid
-- message: GEOID {census_geoid} does not fit the type {census_geoid_type}
-- hint: 2 digits for a state, 5 for a county, 7 for a place, 10 for a county subdivision, the first two those of the state; both fields or neither
-- severity: error
select place_id, census_geoid, census_geoid_type
from places
where (census_geoid is null) <> (census_geoid_type is null)
  or length(census_geoid) <> case census_geoid_type
    when 'state' then 2
    when 'county' then 5
    when 'place' then 7
    when 'county_subdivision' then 10
  end
  or substr(census_geoid, 1, 2) <> fips_state
