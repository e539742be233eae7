-- table: checks
-- key: check_id
-- field: extent
-- message: a look with the result {check_result} cannot have seen {seen}
-- hint: leave extent empty where nothing of the text was seen, and only there; a stored copy always answers
-- severity: error
select check_id, check_result, coalesce(extent, 'nothing') as seen
from checks
where (extent is null) <> (check_result in ('gone', 'not_reachable'))
  or (check_result = 'not_reachable' and seen_as = 'stored_copy')
