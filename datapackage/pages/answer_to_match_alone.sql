-- title: Is a match enough for an arrest?
-- page: question match_alone
-- shape: answer
with counted as (
  select
    count(distinct instrument) as rules,
    count(distinct case when question = 'sole_basis' and answer = 'yes' then instrument end) as yes,
    count(distinct case when question = 'human_review' and answer in ('yes', 'conditional') then instrument end) as some,
    count(distinct case when answer not in ('not_coded', 'not coded') then instrument end) as coded
  from answer
)
select case yes when 1 then '1 rule says' else yes || ' rules say' end || ' that a match alone is not enough, and ' || some || ' that a person must review it' as sentence, null as status, null as "limit"
from counted
where rules > 0
union all
select 'Nobody has answered this yet for the other ' || (rules - coded) || ' of ' || rules || ' rules.', null, 1
from counted
where rules > coded
