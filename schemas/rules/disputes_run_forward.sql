-- table: disputes
-- key: dispute_id
-- field: from_edtf
-- message: the dispute runs from {from_edtf} to {until}, which are no two days of the calendar in this order
-- hint: write days of the calendar, the earlier first; leave the second empty where the dispute goes on
-- severity: error
with sides as (
  select
    dispute_id,
    from_edtf,
    coalesce(to_edtf, 'no end') as until,
    regexp_replace(from_edtf, '[~?%]', '') as first_date,
    regexp_replace(to_edtf, '[~?%]', '') as last_date
  from disputes
)
select dispute_id, from_edtf, until
from sides
where (length(first_date) = 10 and try_cast(first_date as date) is null)
  or (length(last_date) = 10 and try_cast(last_date as date) is null)
  or substr(first_date, 1, least(length(first_date), length(last_date)))
    > substr(last_date, 1, least(length(first_date), length(last_date)))
