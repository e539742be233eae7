-- title: Which rules were weakened or ended?
-- page: question weakened_or_ended
-- shape: answer
with latest as (
  select place, happened from answer order by latest desc, earliest desc limit 1
)
select
  count(*) || ' times a rule of a place ended or was weakened, or may have been' as sentence,
  null as status,
  'The latest: ' || (select place || ', ' || happened from latest) || '.' as certainty
from answer
having count(*) > 0
