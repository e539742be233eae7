-- table: disputes
-- key: dispute_id
-- field: other_source_id
-- message: {other_source_id} cannot disagree with itself
-- hint: name the source that says otherwise; what one source leaves open is a note
-- severity: error
select dispute_id, other_source_id
from disputes
where one_source_id = other_source_id
