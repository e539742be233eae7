-- table: statement_claims
-- key: claim_id
-- field: char_end
-- message: the passage ends at {char_end}, not after its start at {char_start}
-- hint: char_end counts the code points up to and with the last one, so it is larger than char_start
-- severity: error
select claim_id, char_start, char_end
from statement_claims
where char_end <= char_start
