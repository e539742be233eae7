-- title: Do police need a warrant?
-- page: question warrants
-- shape: answer
with counted as (
  select
    count(distinct instrument) as rules,
    count(distinct case when answer = 'yes' then instrument end) as yes,
    count(distinct case when answer = 'conditional' then instrument end) as some,
    count(distinct case when answer not in ('not_coded', 'not coded') then instrument end) as coded
  from answer
)
select case yes when 1 then '1 rule asks' else yes || ' rules ask' end || ' for a warrant or a court order, and ' || some || ' more in some cases, of ' || coded || ' whose answer is known' as sentence, null as status, null as "limit"
from counted
where rules > 0
union all
select 'Nobody has answered this yet for the other ' || (rules - coded) || ' of ' || rules || ' rules.', null, 1
from counted
where rules > coded
