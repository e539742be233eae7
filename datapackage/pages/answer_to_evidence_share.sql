-- title: How much rests on evidence of its own?
-- page: question evidence_share
-- shape: answer
select
  (100 * sum(with_own_evidence) / sum(field_values)) || ' percent of the values rest on evidence of their own, ' || sum(with_own_evidence) || ' of ' || sum(field_values) as sentence,
  null as status
from answer
having sum(field_values) > 0
