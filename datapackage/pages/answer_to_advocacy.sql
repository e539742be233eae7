-- title: Who asked whom for what?
-- page: question advocacy
-- shape: answer
select count(distinct event) || case count(distinct event) when 1 then ' call' else ' calls' end || ' to act or campaigns are recorded, to ' || count(distinct addressee) || case count(distinct addressee) when 1 then ' addressee' else ' addressees' end as sentence, null as status
from answer
having count(*) > 0
