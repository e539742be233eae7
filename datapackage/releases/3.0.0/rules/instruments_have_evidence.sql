-- table: instruments
-- key: instrument_id
-- message: neither evidence nor a source stands behind {instrument_id}
-- hint: add a row to evidence whose instrument_id is {instrument_id} and whose stance is supports, or name its source in source_id
-- severity: error
select instrument_id
from instruments
where source_id is null
  and not exists (
    select 1 from evidence where evidence.instrument_id = instruments.instrument_id and evidence.stance = 'supports'
  )
