-- title: Who voted, and how?
-- page: question votes_on_rules
-- shape: answer
select
  count(*) || case count(*) when 1 then ' vote' else ' votes' end || ' on ' || count(distinct instrument) || case count(distinct instrument) when 1 then ' rule' else ' rules' end || ', ' || sum(votes_for is not null) || ' of them with a count' as sentence,
  null as status
from answer
having count(*) > 0
