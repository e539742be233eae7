-- title: What was looked for
-- description: What was looked for, where, when, how and with what result. A gap here is a gap of the register, not of the law.
-- page: method
-- shape: table
-- order: 4
select
  upper(substr(coverage.looked_for, 1, 1)) || substr(coverage.looked_for, 2) as looked_for,
  places.display_name as place,
  replace(coverage.result, '_', ' ') as result,
  coverage.looked_in as looked_in,
  coverage.looked_on as looked_on,
  replace(coverage.method, '_', ' ') as how,
  coverage.note as remark,
  'coverage' as record_table,
  coverage.coverage_id as record_key
from coverage
left join places on places.place_id = coverage.place_id
order by coverage.coverage_id
