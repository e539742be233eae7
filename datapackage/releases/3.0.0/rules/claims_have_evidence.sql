-- table: statement_claims
-- key: claim_id
-- message: nothing rests on claim {claim_id}
-- hint: add a row to evidence whose claim_id is {claim_id}; what no record holds hangs on the source itself
-- severity: error
select claim_id
from statement_claims
where not exists (
  select 1 from evidence where evidence.claim_id = statement_claims.claim_id
)
