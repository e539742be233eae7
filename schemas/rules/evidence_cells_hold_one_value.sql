-- table: evidence
-- key: evidence_id
-- message: field lists several values
-- hint: make one row for each field that the source speaks to
-- severity: error
select evidence_id
from evidence
where contains(field, ';') or contains(coalesce(locator, ''), ';')
