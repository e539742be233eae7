-- title: Who may still use it in a place on a day?
-- page: question who_may_use
-- shape: answer
with counted as (
  select count(distinct scope) as uses, (select display_name from places where place_id = :place) as there
  from answer
)
select
  case uses
    when 0 then 'No use by anybody is recorded as left out or allowed by rules in force in ' || there || ' on ' || :date
    else uses || case uses when 1 then ' use' else ' uses' end || ' left out or allowed by the rules of ' || there || ' on ' || :date
  end as sentence,
  null as status
from counted
