-- title: What was in force on a day?
-- page: question in_force_on
-- shape: answer
with counted as (
  select
    count(distinct instrument) as rules,
    count(distinct case when status <> 'no_later_event_found' then instrument end) as confirmed,
    min(title) as title,
    min(in_words) as in_words,
    case when :place <> '' then ' in ' || coalesce((select display_name from places where place_id = :place), :place) else '' end as there
  from answer
)
select
  case
    when rules = 0 then 'No rule is recorded as in force on ' || :date || there
    when rules = 1 then title || ': ' || in_words
    when confirmed = 0 then rules || case rules when 1 then ' rule or policy' else ' rules and policies' end || ' were in force' || there || ' as last confirmed, and no source speaks of ' || :date
    else confirmed || case confirmed when 1 then ' rule or policy' else ' rules and policies' end || case confirmed when 1 then ' was' else ' were' end || ' in force on ' || :date || there
      || case when rules > confirmed then ', and ' || (rules - confirmed) || ' more as last confirmed' else '' end
  end as sentence,
  null as status,
  null as "limit"
from counted
union all
select 'As last confirmed means that the latest source is older than that day, and that nothing was found that ended the rule.', null, 1
from counted
where rules > confirmed and rules > 1
