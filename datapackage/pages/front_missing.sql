-- title: What was looked for and not found
-- description: A gap here is a gap of the register, not of the law. Nobody searched place by place for rules.
-- page: front
-- shape: table
-- order: 4
select
  upper(substr(coverage.looked_for, 1, 1)) || substr(coverage.looked_for, 2) as looked_for,
  places.display_name as place,
  replace(coverage.result, '_', ' ') as result,
  coverage.note as remark,
  'coverage' as record_table,
  coverage.coverage_id as record_key
from coverage
left join places on places.place_id = coverage.place_id
where coverage.result <> 'found'
order by
  case coverage.result when 'not_looked_for' then 1 when 'disputed' then 2 when 'not_found' then 3 else 4 end,
  coverage.coverage_id
