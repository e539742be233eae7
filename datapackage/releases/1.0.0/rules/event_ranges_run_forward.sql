-- table: events
-- key: event_id
-- field: date_edtf
-- message: {date_edtf} ends before it begins
-- hint: write the earlier date first, such as 2021-05-10/2021-05-16
-- severity: error
select event_id, date_edtf
from (
  select event_id, date_edtf, split_part(date_edtf, '/', 1) as first_date, split_part(date_edtf, '/', 2) as last_date
  from events
  where contains(date_edtf, '/') and not contains(date_edtf, '..')
)
where substr(first_date, 1, least(length(first_date), length(last_date)))
  > substr(last_date, 1, least(length(first_date), length(last_date)))
