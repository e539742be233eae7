-- table: checks
-- key: check_id
-- field: current_through_edtf
-- message: {current_through_edtf} is later than {looked_on}, when it was looked at
-- hint: write the day up to which the page says that it is current, not the day on which it changes next
-- severity: error
select check_id, current_through_edtf, looked_on
from checks
where regexp_replace(current_through_edtf, '[~?%]', '', 'g') > cast(looked_on as varchar)
