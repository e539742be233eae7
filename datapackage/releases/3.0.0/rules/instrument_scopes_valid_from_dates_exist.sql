-- table: instrument_scopes
-- key: scope_id
-- field: valid_from_edtf
-- message: {valid_from_edtf} names a day that does not exist, or ends before it begins
-- hint: write a day of the calendar, and in a range the earlier date first, such as 2021-05-10/2021-05-16
-- severity: error
with sides as (
  select
    scope_id,
    valid_from_edtf,
    regexp_replace(split_part(valid_from_edtf, '/', 1), '[~?%]', '') as first_date,
    regexp_replace(case when contains(valid_from_edtf, '/') then split_part(valid_from_edtf, '/', 2) else valid_from_edtf end, '[~?%]', '') as last_date
  from instrument_scopes
  where valid_from_edtf is not null
)
select scope_id, valid_from_edtf
from sides
where (length(first_date) = 10 and try_cast(first_date as date) is null)
  or (length(last_date) = 10 and try_cast(last_date as date) is null)
  or (first_date <> '..' and last_date <> '..'
    and substr(first_date, 1, least(length(first_date), length(last_date)))
      > substr(last_date, 1, least(length(first_date), length(last_date))))
