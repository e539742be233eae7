-- title: Which harms are claimed?
-- page: question harms
-- shape: answer
select count(*) || case count(*) when 1 then ' harm' else ' harms' end || case count(*) when 1 then ' is' else ' are' end || ' claimed or documented' as sentence, null as status
from answer
having count(*) > 0
