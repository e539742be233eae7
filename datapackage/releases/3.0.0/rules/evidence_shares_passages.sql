-- table: evidence
-- key: evidence_id
-- field: locator
-- message: {locator} has other offsets or another hash in {other}
-- hint: one locator of one source is one passage: the same offsets and the same hash everywhere
-- severity: error
select mine.evidence_id, mine.locator, min(theirs.evidence_id) as other
from evidence as mine
join evidence as theirs
  on theirs.source_id = mine.source_id and theirs.locator = mine.locator and theirs.evidence_id < mine.evidence_id
where theirs.char_start is distinct from mine.char_start
  or theirs.char_end is distinct from mine.char_end
  or theirs.selector_sha256 is distinct from mine.selector_sha256
group by mine.evidence_id, mine.locator
