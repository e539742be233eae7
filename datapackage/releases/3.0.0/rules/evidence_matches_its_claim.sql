-- table: evidence
-- key: evidence_id
-- field: locator
-- message: the passage differs from that of claim {claim_id}
-- hint: copy source_id, locator, char_start, char_end and selector_sha256 from the claim
-- severity: error
select evidence.evidence_id, evidence.claim_id
from evidence
join statement_claims on statement_claims.claim_id = evidence.claim_id
where evidence.source_id is distinct from statement_claims.source_id
  or evidence.locator is distinct from statement_claims.locator
  or evidence.char_start is distinct from statement_claims.char_start
  or evidence.char_end is distinct from statement_claims.char_end
  or evidence.selector_sha256 is distinct from statement_claims.selector_sha256
