-- title: May police use face recognition in a place on a day?
-- page: question may_police_use
-- shape: answer
with told as (
  select *, instr(sentence, ', as last confirmed ') as cut from answer
)
select
  place || ': ' || lower(substr(sentence, 1, 1)) || case when cut > 0 then substr(sentence, 2, cut - 2) else substr(sentence, 2) end as sentence,
  status,
  case when cut > 0 then 'A' || substr(sentence, cut + 3) end as certainty,
  source_key as source,
  null as "limit"
from told
union all
select more, null, null, null, 1
from answer
where more is not null
