-- title: What the statement says of a rule
-- description: What the statement of 18 May 2021 says of a place, in words.
-- column: as_stated = the term
-- column: words = what it means
select distinct
  as_stated,
  case as_stated
    when 'prohibited' then 'prohibited, says the statement'
    when 'suspended' then 'suspended in part, says the statement'
    else 'not mentioned in the statement'
  end as words
from (
  select 'prohibited' as as_stated
  union all select 'suspended'
  union all select 'not_mentioned'
) as told
order by 2
