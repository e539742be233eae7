-- title: What changed in each state, year by year?
-- page: question changes_by_state_and_year
-- shape: answer
select
  count(*) || case count(*) when 1 then ' event' else ' events' end || ' changed rules in ' || count(distinct state) || case count(distinct state) when 1 then ' state' else ' states' end || ', from ' || min(year) || ' to ' || max(year) as sentence,
  null as status
from answer
having count(*) > 0
