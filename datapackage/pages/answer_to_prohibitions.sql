-- title: Where is or was police use prohibited?
-- page: question prohibitions
-- shape: answer
with counted as (
  select count(distinct instrument) as rules, count(distinct place_key) as places, count(distinct case when until is not null then instrument end) as over
  from answer
)
select
  rules || case rules when 1 then ' rule bars' else ' rules bar' end || ' or once barred police use, in ' || places || case places when 1 then ' place' else ' places' end
    || case over when 0 then '' else '; ' || over || ' of them ended or lost a part' end as sentence,
  null as status
from counted
where rules > 0
