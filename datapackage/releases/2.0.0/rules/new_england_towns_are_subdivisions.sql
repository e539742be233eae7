-- table: places
-- key: place_id
-- field: census_geoid_type
-- message: {legal_form} {place_id} has a code for a place
-- hint: the government of a town or township is a county subdivision with a code of ten digits
-- severity: error
select place_id, legal_form
from places
where legal_form in ('town', 'township') and census_geoid_type = 'place'
