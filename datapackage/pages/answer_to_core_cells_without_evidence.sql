-- title: Which of these cells have no evidence of their own?
-- page: question core_cells_without_evidence
-- shape: answer
select count(*) || case count(*) when 1 then ' cell' else ' cells' end || case count(*) when 1 then ' has' else ' have' end || ' no evidence of ' || case count(*) when 1 then 'its' else 'their' end || ' own' as sentence, null as status
from answer
having count(*) > 0
