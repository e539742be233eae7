-- table: places
-- key: place_id
-- message: no evidence supports {place_id}
-- hint: add a row to evidence whose place_id is {place_id} and whose stance is supports
-- severity: error
select place_id
from places
where not exists (
  select 1 from evidence where evidence.place_id = places.place_id and evidence.stance = 'supports'
)
