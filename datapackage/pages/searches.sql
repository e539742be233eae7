-- title: Looked for
-- description: A gap here is a gap of the register, not of the law.
-- page: record places, instruments
-- shape: records
-- order: 5
select
  upper(substr(coverage.looked_for, 1, 1)) || substr(coverage.looked_for, 2) as label,
  upper(substr(replace(coverage.result, '_', ' '), 1, 1)) || substr(replace(coverage.result, '_', ' '), 2)
    || coalesce(' (looked on ' || coverage.looked_on || ', in ' || coverage.looked_in || ')', '')
    || '.' || coalesce(' ' || coverage.note, '') as words,
  'coverage' as record_table,
  coverage.coverage_id as record_key
from coverage
where
  (:table = 'places' and coverage.place_id = :key)
  or (:table = 'instruments' and coverage.instrument_id = :key)
order by coverage.coverage_id
