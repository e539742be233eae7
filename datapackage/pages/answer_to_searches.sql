-- title: What was looked for, and not found?
-- page: question searches
-- shape: answer
select
  sum(result = 'not_found') || ' of ' || count(*) || case count(*) when 1 then ' search' else ' searches' end || ' found nothing, and ' || sum(result = 'partly_found') || ' found a part' as sentence,
  null as status,
  'A gap here is a gap of the register, not of the law.' as certainty
from answer
having count(*) > 0
