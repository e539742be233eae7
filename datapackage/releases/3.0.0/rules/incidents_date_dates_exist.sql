-- table: incidents
-- key: incident_id
-- field: date_edtf
-- message: {date_edtf} names a day that does not exist, or ends before it begins
-- hint: write a day of the calendar, and in a range the earlier date first, such as 2021-05-10/2021-05-16
-- severity: error
with sides as (
  select
    incident_id,
    date_edtf,
    regexp_replace(split_part(date_edtf, '/', 1), '[~?%]', '') as first_date,
    regexp_replace(case when contains(date_edtf, '/') then split_part(date_edtf, '/', 2) else date_edtf end, '[~?%]', '') as last_date
  from incidents
  where date_edtf is not null
)
select incident_id, date_edtf
from sides
where (length(first_date) = 10 and try_cast(first_date as date) is null)
  or (length(last_date) = 10 and try_cast(last_date as date) is null)
  or (first_date <> '..' and last_date <> '..'
    and substr(first_date, 1, least(length(first_date), length(last_date)))
      > substr(last_date, 1, least(length(first_date), length(last_date))))
