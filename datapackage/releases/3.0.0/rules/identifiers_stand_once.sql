-- table: identifiers
-- key: identifier_id
-- field: value
-- message: {value} stands in {other} too
-- hint: one record bears one identifier of a scheme once
-- severity: error
select mine.identifier_id, mine.value, min(theirs.identifier_id) as other
from identifiers as mine
join identifiers as theirs
  on theirs.scheme = mine.scheme and theirs.value = mine.value and theirs.identifier_id < mine.identifier_id
where theirs.instrument_id is not distinct from mine.instrument_id
  and theirs.place_id is not distinct from mine.place_id
  and theirs.org_id is not distinct from mine.org_id
group by mine.identifier_id, mine.value
