-- title: What did companies announce?
-- page: question company_moratoria
-- shape: answer
select count(*) || case count(*) when 1 then ' announcement' else ' announcements' end || ' by ' || count(distinct company) || case count(distinct company) when 1 then ' company' else ' companies' end || ', from ' || min(announced) || ' to ' || max(announced) as sentence, null as status
from answer
having count(*) > 0
