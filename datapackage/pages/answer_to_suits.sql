-- title: May a person who was harmed sue, and for how much?
-- page: question suits
-- shape: answer
with counted as (
  select
    count(distinct instrument) as rules,
    count(distinct case when may_sue = 'yes' then instrument end) as yes,
    count(distinct case when may_sue = 'no' then instrument end) as some,
    count(distinct case when may_sue not in ('not_coded', 'not coded') then instrument end) as coded
  from answer
)
select 'A person who was harmed may sue under ' || yes || case yes when 1 then ' rule' else ' rules' end || ', and may not under ' || some as sentence, null as status, null as "limit"
from counted
where rules > 0
union all
select 'Nobody has answered this yet for the other ' || (rules - coded) || ' of ' || rules || ' rules.', null, 1
from counted
where rules > coded
