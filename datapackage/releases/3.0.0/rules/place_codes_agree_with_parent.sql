-- table: places
-- key: place_id
-- field: parent_place_id
-- message: the state codes differ from those of {parent_place_id}
-- hint: a place within a state has the iso_3166_2 and fips_state of that state; a key begins with that of its parent
-- severity: error
select child.place_id, child.parent_place_id
from places as child
join places as parent on parent.place_id = child.parent_place_id
where not starts_with(child.place_id, parent.place_id || '-')
  or (parent.place_type <> 'country' and (
    child.iso_3166_2 is distinct from parent.iso_3166_2 or child.fips_state is distinct from parent.fips_state))
