-- table: events
-- key: event_id
-- message: neither evidence nor a source stands behind {event_id}
-- hint: add a row to evidence whose event_id is {event_id} and whose stance is supports, or name its source in source_id
-- severity: error
select event_id
from events
where source_id is null
  and not exists (
    select 1 from evidence where evidence.event_id = events.event_id and evidence.stance = 'supports'
  )
