-- table: places
-- key: place_id
-- field: display_name
-- message: {display_name} is also the name of {other}
-- hint: show a municipality with its state, such as Portland, Maine
-- severity: error
select mine.place_id, mine.display_name, min(theirs.place_id) as other
from places as mine
join places as theirs
  on lower(theirs.display_name) = lower(mine.display_name) and theirs.place_id <> mine.place_id
group by mine.place_id, mine.display_name
