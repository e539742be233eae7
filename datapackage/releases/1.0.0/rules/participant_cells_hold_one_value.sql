-- table: event_participants
-- key: event_id, org_id, role
-- message: a cell lists several values
-- hint: make one row for each participant and role
-- severity: error
select event_id, org_id, role
from event_participants
where contains(concat_ws(' ', event_id, org_id, role), ';')
