-- table: instruments
-- key: instrument_id
-- message: no evidence supports {instrument_id}
-- hint: add a row to evidence whose instrument_id is {instrument_id} and whose stance is supports
-- severity: error
select instrument_id
from instruments
where not exists (
  select 1 from evidence where evidence.instrument_id = instruments.instrument_id and evidence.stance = 'supports'
)
