-- title: May police use face recognition?
-- page: front
-- shape: answer
-- order: 0
-- releases: from 3.0.0
-- replaces: front_figures
with now as (
  select place_status, last_confirmed
  from place_statuses
  where (since is null or since <= :day)
    and (until is null or until > :day)
    and place_status <> 'none_recorded'
),
counted as (
  select
    count(*) as places,
    sum(place_status in ('barred', 'barred_with_exceptions')) as bars,
    sum(place_status = 'barred_with_exceptions') as with_exceptions,
    (
      select last_confirmed || '|' || count(*)
      from now
      where place_status in ('barred', 'barred_with_exceptions')
      group by last_confirmed
      order by count(*) desc, last_confirmed
      limit 1
    ) as most
  from now
)
select
  'Police may not use face recognition in ' || bars || ' of the ' || places || ' places recorded.' as sentence,
  null as status,
  'As last confirmed: for ' || substr(most, instr(most, '|') + 1) || ' of the ' || bars || ' that was on ' || substr(most, 1, instr(most, '|') - 1)
    || ', and nothing found since confirms or ends the bar.' as certainty,
  0 as "limit"
from counted
union all
select 'In ' || with_exceptions || ' of them the bar has exceptions.', null, null, 0 from counted
union all
select 'A place for which no rule is recorded is not counted, and may have one.', null, null, 1 from counted
