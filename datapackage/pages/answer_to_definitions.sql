-- title: What does each text call it?
-- page: question definitions
-- shape: answer
select
  'The words of a definition are recorded for ' || sum(text_says not like 'not coded%') || ' of ' || count(*) || ' uses of a technology by rules and policies' as sentence,
  null as status
from answer
having count(*) > 0
