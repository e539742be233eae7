-- table: disputes
-- key: dispute_id
-- field: until
-- message: the dispute ends on {until}, and begins on {since}
-- hint: write the first day on which it mattered no more, or leave it empty where the dispute goes on
-- severity: error
select dispute_id, since, until
from disputes
where until <= since
