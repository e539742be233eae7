-- title: All places
-- page: front
-- shape: list
-- order: 2
-- find: Check a place
-- releases: from 3.0.0
select
  places.display_name as label,
  place_status as status,
  case
    when last_confirmed is not null then 'Last confirmed ' || dates.on_words
    when place_status = 'ended' and ended.on_words is not null then 'Ended ' || ended.on_words
    else null
  end as words,
  'places' as record_table,
  places.place_id as record_key
from place_statuses
join places on places.place_id = place_statuses.place_id
left join dates on dates.edtf = place_statuses.last_confirmed
left join dates as ended on ended.edtf = place_statuses.since_as_written
where (since is null or since <= :day)
  and (until is null or until > :day)
order by case place_status
    when 'barred' then 0 when 'barred_with_exceptions' then 1 when 'barred_in_part' then 2 when 'conditions' then 3
    when 'halted' then 4 when 'halted_with_exceptions' then 5 when 'halted_in_part' then 6 when 'not_yet_in_force' then 7
    when 'may_have_begun' then 8 when 'ended' then 9 when 'disputed' then 10 when 'not_known' then 11
    when 'none_recorded' then 13 else 12
  end, place_status, places.display_name
