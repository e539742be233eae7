-- title: What is the evidence for a record?
-- page: question evidence_for
-- shape: answer
select
  sum(rests_on = 'its own evidence') || ' of ' || count(*) || ' lines are evidence of their own' || case sum(stance = 'contradicts') when 0 then ', and none contradicts the record' else ', and ' || sum(stance = 'contradicts') || ' contradict the record' end as sentence,
  null as status
from answer
having count(*) > 0
