-- title: What was looked for, and not found?
-- description: What was looked for, in what, when, by what method and with what result; what was not found comes first. A gap here is a gap of the register, not of the law.
-- order: 30
-- columns: looked_for, place -> place_key, rule -> instrument, result, looked_on, method
select
  coverage.looked_for,
  places.display_name as place,
  instruments.title as rule,
  coverage.result,
  coverage.method,
  coverage.looked_in,
  coverage.looked_on,
  coverage.note,
  coverage.coverage_id as search,
  places.place_id as place_key,
  instruments.instrument_id as instrument
from coverage
left join places on places.place_id = coverage.place_id
left join instruments on instruments.instrument_id = coverage.instrument_id
order by
  case coverage.result when 'not_found' then 1 when 'partly_found' then 2 when 'disputed' then 3 when 'not_looked_for' then 4 else 5 end,
  coverage.coverage_id
