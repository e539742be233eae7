-- title: Summary
-- page: record evidence
-- shape: summary
select
  'A document, “' || source || '”, ' || case stance when 'silent' then 'was looked at and says nothing about' else stance end || ' the field “' || replace(field, '_', ' ') || '” of the record '
    || record_key || case when stance = 'silent' then '.' else coalesce('. What it says, in our words: ' || asserted_value || '.', '.') end as words
from evidence_passages
where evidence_id = :key
