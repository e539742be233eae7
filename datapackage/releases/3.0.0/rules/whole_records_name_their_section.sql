-- table: evidence
-- key: evidence_id
-- field: locator
-- message: evidence for a whole record names no section
-- hint: write the section of the document in locator and section in locator_scheme; without one, say which field it speaks to
-- severity: error
select evidence_id
from evidence
where field = 'whole_record' and locator_scheme is distinct from 'section'
