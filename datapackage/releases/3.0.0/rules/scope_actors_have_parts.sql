-- table: instrument_scopes
-- key: scope_id
-- field: regulated_actor
-- message: actor_parts does not say who {regulated_actor} includes
-- hint: add its rows to actor_parts, itself first
-- severity: error
select scope_id, regulated_actor
from instrument_scopes
where regulated_actor not in (select regulated_actor from actor_parts)
