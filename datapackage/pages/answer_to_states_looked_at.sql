-- title: Which of the 50 states were looked at?
-- page: question states_looked_at
-- shape: answer
select
  'A statute was found in ' || sum(answer = 'found') || ' of ' || count(*) || ' states, and looked for and not found in ' || sum(answer = 'looked for and not found') as sentence,
  null as status,
  'Not found is less than “there is none”.' as certainty
from answer
having count(*) > 0
