-- table: evidence
-- key: evidence_id
-- field: char_end
-- message: the passage has only one offset, or ends at or before its start
-- hint: give both offsets, char_end larger than char_start, or neither
-- severity: error
select evidence_id
from evidence
where (char_start is null) <> (char_end is null)
  or char_end <= char_start
