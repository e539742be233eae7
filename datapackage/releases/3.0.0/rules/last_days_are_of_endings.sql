-- table: events
-- key: event_id
-- field: last_day
-- message: {event_id} is no end of a rule on a day, so its date is no last day
-- hint: write true for an expired, repealed or scheduled_expiry event dated to the day, and leave it empty elsewhere
-- severity: error
select event_id
from events
where last_day
  and (event_type not in ('expired', 'repealed', 'scheduled_expiry') or length(regexp_replace(date_edtf, '[~?%]', '')) <> 10)
