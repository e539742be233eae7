-- title: May police use face recognition in a place on a day?
-- page: question may_police_use
-- shape: answer
select
  place || ': ' || lower(substr(sentence, 1, 1)) || substr(sentence, 2) as sentence,
  status,
  source_key as source,
  null as "limit"
from answer
union all
select more, null, null, 1
from answer
where more is not null
