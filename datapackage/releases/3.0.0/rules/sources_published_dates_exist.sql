-- table: sources
-- key: source_id
-- field: published_edtf
-- message: {published_edtf} names a day that does not exist, or ends before it begins
-- hint: write a day of the calendar, and in a range the earlier date first, such as 2021-05-10/2021-05-16
-- severity: error
with sides as (
  select
    source_id,
    published_edtf,
    regexp_replace(split_part(published_edtf, '/', 1), '[~?%]', '') as first_date,
    regexp_replace(case when contains(published_edtf, '/') then split_part(published_edtf, '/', 2) else published_edtf end, '[~?%]', '') as last_date
  from sources
  where published_edtf is not null
)
select source_id, published_edtf
from sides
where (length(first_date) = 10 and try_cast(first_date as date) is null)
  or (length(last_date) = 10 and try_cast(last_date as date) is null)
  or (first_date <> '..' and last_date <> '..'
    and substr(first_date, 1, least(length(first_date), length(last_date)))
      > substr(last_date, 1, least(length(first_date), length(last_date))))
