-- title: From modality to list and status
-- description: In which list a rule stands, and what its status is called, by the modality of what it covers. This is the one place that says so. A bar that only a statute can lift is a bar, in Virginia (unless a statute allows it) as in Vermont (until the legislature allows it); one that the council can lift is a condition; one that ends by itself, as in California, is a halt.
-- column: modality = the term of the vocabulary
-- column: list = the question that lists it: prohibitions or suspensions; empty for the others
-- column: outcome = barred, halted, conditions, allowed or not_covered
select
  term as modality,
  case
    when term in ('prohibited', 'prohibited_unless_authorised_by_statute', 'suspended_until_authorised') then 'prohibitions'
    when term in ('suspended', 'suspended_until_national_law') then 'suspensions'
  end as list,
  case
    when term in ('prohibited', 'prohibited_unless_authorised_by_statute', 'suspended_until_authorised') then 'barred'
    when term in ('suspended', 'suspended_until_national_law') then 'halted'
    when term in ('conditional', 'regulated', 'prohibited_unless_approved_by_council') then 'conditions'
    when term in ('permitted', 'local_decision') then 'allowed'
    when term = 'not_covered' then 'not_covered'
  end as outcome
from vocabularies
where vocabulary = 'modality'
