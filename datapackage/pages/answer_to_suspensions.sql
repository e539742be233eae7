-- title: Where is or was use suspended?
-- page: question suspensions
-- shape: answer
with counted as (
  select count(distinct instrument) as rules, count(distinct place_key) as places, count(distinct case when until is not null then instrument end) as over
  from answer
)
select
  rules || case rules when 1 then ' rule halts' else ' rules halt' end || ' or once halted police use, in ' || places || case places when 1 then ' place' else ' places' end
    || case over when 0 then '' else '; ' || over || ' of them ended or lost a part' end as sentence,
  null as status
from counted
where rules > 0
