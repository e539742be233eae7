-- table: evidence
-- key: evidence_id
-- field: preferred
-- message: a preferred row and its reason belong together, and a preferred row supports or qualifies what is recorded
-- hint: say in preference_reason why the row decides; a row that contradicts the record cannot be preferred: correct the record
-- severity: error
select evidence_id
from evidence
where (coalesce(preferred, false)) <> (preference_reason is not null)
  or (preferred and stance not in ('supports', 'qualifies'))
