-- table: places
-- key: place_id
-- field: latitude
-- message: latitude, longitude and geonames_id belong together
-- hint: fill all three from one entry of GeoNames whose name and state are those of the place, or none
-- severity: error
select place_id
from places
where (latitude is null) <> (longitude is null) or (latitude is null) <> (geonames_id is null)
