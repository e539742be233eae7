-- title: What must be reviewed, tested, audited, reported or disclosed?
-- page: question duties
-- shape: answer
with counted as (
  select
    count(distinct instrument) as rules,
    count(distinct case when answer in ('yes', 'conditional') then instrument end) as yes,
    count(distinct case when 0 then instrument end) as some,
    count(distinct case when answer not in ('not_coded', 'not coded') then instrument end) as coded
  from answer
)
select yes || case yes when 1 then ' rule lays' else ' rules lay' end || ' such a duty on those who use it, of ' || coded || ' that somebody answered this for' as sentence, null as status, null as "limit"
from counted
where rules > 0
union all
select 'Nobody has answered this yet for the other ' || (rules - coded) || ' of ' || rules || ' rules.', null, 1
from counted
where rules > coded
