-- title: What did each release say, and for which time?
-- page: question history
-- shape: answer
select count(*) || case count(*) when 1 then ' thing' else ' things' end || ' told of it in ' || count(distinct version) || case count(distinct version) when 1 then ' release' else ' releases' end as sentence, null as status
from answer
having count(*) > 0
