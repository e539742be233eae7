-- title: Did the places of the founding statement really do it, on a day?
-- page: question places_of_the_statement
-- shape: answer
select
  sum(answer = 'yes') || ' of the ' || count(*) || ' places had done on ' || :date || ' what the statement says' as sentence,
  null as status
from answer
having count(*) > 0
