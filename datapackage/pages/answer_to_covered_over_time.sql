-- title: What did a rule or policy cover at each date?
-- page: question covered_over_time
-- shape: answer
select
  coalesce((select title from instruments where instrument_id = :instrument), :instrument) || ': ' || sum(kind = 'event') || ' events, and ' || sum(kind <> 'event') || ' lines on what it covered' as sentence,
  null as status
from answer
having count(*) > 0
