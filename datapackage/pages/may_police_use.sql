-- title: May police use face recognition?
-- description: Computed from the recorded rules of the place and its state, for the day of this version. What was last confirmed still stands here if nothing later was found, which is less than being sure.
-- page: record places
-- shape: status
-- order: 0
select
  'places' as of_table,
  place_statuses.place_id as of_key,
  case place_statuses.place_status
    when 'barred' then 'Barred'
    when 'barred_with_exceptions' then 'Barred with exceptions'
    when 'barred_in_part' then 'Barred in part'
    when 'halted' then 'Halted'
    when 'halted_with_exceptions' then 'Halted with exceptions'
    when 'halted_in_part' then 'Halted in part'
    when 'conditions' then 'Only under conditions'
    when 'disputed' then 'Disputed'
    when 'not_known' then 'Not known'
    when 'may_have_begun' then 'May have begun'
    when 'not_yet_in_force' then 'Not yet in force'
    when 'ended' then 'Ended'
    when 'not_covered' then 'Police expressly not covered'
    when 'others_only' then 'A rule on others only'
    when 'recorded_not_coded' then 'Recorded, not coded'
    else 'None recorded'
  end as state,
  cast(null as text) as label,
  place_statuses.sentence || coalesce(' ' || place_statuses.more, '') as words,
  place_statuses.last_confirmed as as_of,
  sources.title as source,
  sources.url as url
from place_statuses
left join sources on sources.source_id = place_statuses.source_id
where (place_statuses.since is null or cast(place_statuses.since as text) <= :day)
  and (place_statuses.until is null or cast(place_statuses.until as text) > :day)
order by place_statuses.place_id
