-- title: Summary
-- page: record coverage
-- shape: summary
select
  upper(substr(replace(coverage.result, '_', ' '), 1, 1)) || substr(replace(coverage.result, '_', ' '), 2)
    || coalesce(', in ' || coverage.looked_in, '')
    || '.' || coalesce(' ' || coverage.note, '') as words,
  coverage.looked_on as date
from coverage
where coverage.coverage_id = :key
