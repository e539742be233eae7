-- title: How much of what matters has evidence of its own?
-- page: question core_evidence
-- shape: answer
select
  (100 * sum(with_evidence) / sum(cells)) || ' percent of these cells have evidence of their own, ' || sum(with_evidence) || ' of ' || sum(cells) as sentence,
  null as status
from answer
having sum(cells) > 0
