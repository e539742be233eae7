-- title: Who sponsored each rule?
-- page: question sponsors
-- shape: answer
select
  case sum(sponsor <> 'not coded')
    when 0 then 'Nobody has coded yet who sponsored the ' || count(distinct instrument) || ' rules'
    else 'A sponsor is recorded for ' || count(distinct case when sponsor <> 'not coded' then instrument end) || ' of ' || count(distinct instrument) || ' rules'
  end as sentence,
  null as status
from answer
having count(*) > 0
