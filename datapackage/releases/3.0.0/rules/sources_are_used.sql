-- table: sources
-- key: source_id
-- message: nothing comes from source {source_id}
-- hint: remove the source, or add the evidence, the check, the provision, the vote or the identifier that it gives
-- severity: warning
select source_id
from sources
where not exists (select 1 from evidence where evidence.source_id = sources.source_id)
  and not exists (select 1 from statement_claims where statement_claims.source_id = sources.source_id)
  and not exists (select 1 from checks where checks.source_id = sources.source_id)
  and not exists (select 1 from provisions where provisions.source_id = sources.source_id)
  and not exists (select 1 from votes where votes.source_id = sources.source_id)
  and not exists (select 1 from identifiers where identifiers.source_id = sources.source_id)
