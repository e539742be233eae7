-- table: instrument_scopes
-- key: scope_id
-- message: neither evidence nor a source stands behind {scope_id}
-- hint: add a row to evidence whose scope_id is {scope_id} and whose stance is supports, or name its source in source_id
-- severity: error
select scope_id
from instrument_scopes
where source_id is null
  and not exists (
    select 1 from evidence where evidence.scope_id = instrument_scopes.scope_id and evidence.stance = 'supports'
  )
