-- title: Which of the 50 states were looked at?
-- description: Every state, with one of three answers: found, looked for and not found, or not looked for. Beside it stand what was asked, where, on which day and by what method, and the statutes that are recorded. Not found is no proof that there is none: the search was one of stored copies of public pages.
-- order: 18
-- columns: state -> place_key, answer, statutes_recorded, looked_for, looked_on, method
select
  states.name as state,
  case
    when searched.result is null or searched.result = 'not_looked_for' then 'not looked for'
    when searched.result = 'not_found' then 'looked for and not found'
    else 'found'
  end as answer,
  coalesce(rules.titles, case when searched.result in ('found', 'partly_found', 'disputed') then 'seen, and not recorded' end) as statutes_recorded,
  searched.looked_for,
  cast(searched.looked_on as varchar) as looked_on,
  methods.definition as method,
  searched.looked_in,
  searched.note,
  searched.result,
  searched.method as method_key,
  searched.coverage_id as search,
  substr(states.iso_3166_2, 4) as state_code,
  states.place_id as place_key
from places as states
left join (
  select *
  from (
    select
      coverage.*,
      row_number() over (
        partition by place_id
        order by case result when 'found' then 1 when 'partly_found' then 2 when 'disputed' then 3 when 'not_found' then 4 else 5 end, looked_on desc, coverage_id
      ) as place
    from coverage
    where looked_for = 'a statute of the state on police use of face recognition'
  ) as ordered
  where place = 1
) as searched on searched.place_id = states.place_id
left join vocabularies as methods on methods.vocabulary = 'method' and methods.term = searched.method
left join (
  select place_id, group_concat(rule, '; ') as titles
  from (
    select place_id, instrument_id, rule
    from rules_in_brief
    where instrument_type = 'statute'
    order by place_id, instrument_id
  ) as statutes
  group by place_id
) as rules on rules.place_id = states.place_id
where states.place_type = 'state'
order by states.name
