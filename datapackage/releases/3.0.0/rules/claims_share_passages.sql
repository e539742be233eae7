-- table: statement_claims
-- key: claim_id
-- field: locator
-- message: {locator} has other offsets or another hash in claim {other}
-- hint: one locator of one source is one passage: the same offsets and the same hash everywhere
-- severity: error
select mine.claim_id, mine.locator, min(theirs.claim_id) as other
from statement_claims as mine
join statement_claims as theirs
  on theirs.source_id = mine.source_id and theirs.locator = mine.locator and theirs.claim_id < mine.claim_id
where theirs.char_start <> mine.char_start
  or theirs.char_end <> mine.char_end
  or theirs.selector_sha256 <> mine.selector_sha256
group by mine.claim_id, mine.locator
