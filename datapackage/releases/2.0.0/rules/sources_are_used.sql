-- table: sources
-- key: source_id
-- message: no evidence and no claim comes from source {source_id}
-- hint: remove the source, or add the evidence that it gives
-- severity: warning
select source_id
from sources
where not exists (select 1 from evidence where evidence.source_id = sources.source_id)
  and not exists (select 1 from statement_claims where statement_claims.source_id = sources.source_id)
