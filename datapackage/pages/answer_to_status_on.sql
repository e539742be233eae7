-- title: What was the status of each rule on a day?
-- page: question status_on
-- shape: answer
with rules as (
  select
    instrument,
    min(title) as title,
    min(in_words) as in_words,
    case
      when min(status) = 'no_later_event_found' then 2
      when min(status) in ('in_force', 'amended', 'superseded_in_part') then 1
      when min(status) in ('not_yet_in_force', 'date_uncertain', 'proposed') then 3
      when min(status) in ('disputed', 'unknown') then 4
      else 5
    end as kind
  from answer
  group by instrument
),
told as (
  select kind, count(*) || case kind when 1 then ' in force' when 2 then ' in force as last confirmed' when 3 then ' not yet in force' when 4 then ' disputed or not known' else ' ended or never adopted' end as words
  from rules
  group by kind
),
counted as (
  select count(*) as rules, min(title) as title, min(in_words) as in_words, case when :place <> '' then ' in ' || coalesce((select display_name from places where place_id = :place), :place) else '' end as there
  from rules
)
select
  case rules
    when 0 then 'No rule is recorded for ' || :date || there
    when 1 then title || ': ' || in_words
    else rules || ' rules and policies' || there || ' on ' || :date || ': ' || (select group_concat(words, ', ') from (select words from told order by kind))
  end as sentence,
  null as status
from counted
