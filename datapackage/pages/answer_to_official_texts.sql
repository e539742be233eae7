-- title: Where can each rule be read?
-- page: question official_texts
-- shape: answer
select
  sum(kind in ('the official text, looked at', 'an official text')) || ' of ' || count(*) || ' rules can be read in an official text' as sentence,
  null as status,
  null as "limit"
from answer
having count(*) > 0
union all
select sum(last_look <> 'nobody looked') || ' texts were held against the register.', null, null
from answer
having count(*) > 0
