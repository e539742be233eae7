-- table: instrument_relations
-- key: relation_id
-- message: neither evidence nor a source stands behind {relation_id}
-- hint: add a row to evidence whose relation_id is {relation_id} and whose stance is supports, or name its source in source_id
-- severity: error
select relation_id
from instrument_relations
where source_id is null
  and not exists (
    select 1 from evidence where evidence.relation_id = instrument_relations.relation_id and evidence.stance = 'supports'
  )
