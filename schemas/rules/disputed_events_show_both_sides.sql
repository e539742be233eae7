-- table: events
-- key: event_id
-- field: flag
-- message: {event_id} is disputed, and the evidence on its status does not show both sides
-- hint: add evidence whose event_id is {event_id} and whose field is status: one row that supports and one that contradicts, none of them preferred
-- severity: error
select event_id
from events
where flag = 'disputed'
  and not (
    exists (
      select 1 from evidence
      where evidence.event_id = events.event_id and field = 'status' and stance = 'supports'
    )
    and exists (
      select 1 from evidence
      where evidence.event_id = events.event_id and field = 'status' and stance = 'contradicts'
    )
    and not exists (
      select 1 from evidence where evidence.event_id = events.event_id and field = 'status' and preferred
    )
  )
