-- table: events
-- key: event_id
-- message: no evidence supports {event_id}
-- hint: add a row to evidence whose event_id is {event_id} and whose stance is supports
-- severity: error
select event_id
from events
where not exists (
  select 1 from evidence where evidence.event_id = events.event_id and evidence.stance = 'supports'
)
