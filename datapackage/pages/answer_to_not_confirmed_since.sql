-- title: Since when was nothing confirmed?
-- page: question not_confirmed_since
-- shape: answer
select
  'Nothing was confirmed for a year or more of ' || sum(days_since >= 365) || ' of the ' || count(*) || ' rules that applied on ' || :date as sentence,
  null as status,
  'Of ' || sum(days_since >= 1826) || ' nothing was confirmed for five years or more.' as certainty
from answer
having count(*) > 0
