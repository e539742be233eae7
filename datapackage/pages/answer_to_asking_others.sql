-- title: May police ask another agency to do it?
-- page: question asking_others
-- shape: answer
with counted as (
  select
    count(distinct instrument) as rules,
    count(distinct case when answer in ('barred', 'halted for a time') then instrument end) as yes,
    count(distinct case when answer in ('allowed', 'only under conditions') then instrument end) as some,
    count(distinct case when answer not in ('not_coded', 'not coded') then instrument end) as coded
  from answer
)
select yes || case yes when 1 then ' rule bars' else ' rules bar' end || ' it, at least in part, and ' || some || ' allow it, some of them only under conditions' as sentence, null as status, null as "limit"
from counted
where rules > 0
union all
select 'Nobody has answered this yet for the other ' || (rules - coded) || ' of ' || rules || ' rules.', null, 1
from counted
where rules > coded
