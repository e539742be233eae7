-- table: provisions
-- key: provision_id
-- field: amount
-- message: the sum of a row on {question} with the answer {answer} is not complete, or should not be there
-- hint: fill amount, currency, amount_per, amount_bound and amount_kind together, for the question amount with the answer yes or conditional, and nowhere else
-- severity: error
select provision_id, question, answer
from (
  select
    provision_id,
    question,
    answer,
    case when amount is null then 0 else 1 end
      + case when currency is null then 0 else 1 end
      + case when amount_per is null then 0 else 1 end
      + case when amount_bound is null then 0 else 1 end
      + case when amount_kind is null then 0 else 1 end as filled
  from provisions
) as counted
where filled <> case when question = 'amount' and answer in ('yes', 'conditional') then 5 else 0 end
