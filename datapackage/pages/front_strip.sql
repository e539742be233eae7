-- title: The recorded places by status
-- page: front
-- shape: strip
-- order: 0
-- releases: from 3.0.0
select
  place_status as status,
  count(*) as number,
  case place_status
    when 'barred' then 'police may not use it'
    when 'barred_with_exceptions' then 'may not, with exceptions'
    when 'barred_in_part' then 'may not in part'
    when 'conditions' then 'only under conditions'
    when 'halted' then 'use is halted'
    when 'halted_with_exceptions' then 'halted, with exceptions'
    when 'halted_in_part' then 'halted in part'
    when 'not_yet_in_force' then 'not yet in force'
    when 'may_have_begun' then 'may have begun'
    when 'ended' then 'a bar or halt ended'
    when 'disputed' then 'sources disagree'
    when 'not_known' then 'not known'
    else 'no rule on police use'
  end as words
from place_statuses
where (since is null or since <= :day)
  and (until is null or until > :day)
  and place_status <> 'none_recorded'
group by place_status
order by case place_status
    when 'barred' then 0 when 'barred_with_exceptions' then 1 when 'barred_in_part' then 2 when 'conditions' then 3
    when 'halted' then 4 when 'halted_with_exceptions' then 5 when 'halted_in_part' then 6 when 'not_yet_in_force' then 7
    when 'may_have_begun' then 8 when 'ended' then 9 when 'disputed' then 10 when 'not_known' then 11 else 12
  end, place_status
