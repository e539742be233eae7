-- title: Status
-- description: This version holds one document, the statement of 18 May 2021, and nothing else was checked.
-- page: record places, instruments, organizations
-- shape: status
-- order: 1
select
  'As stated' as state,
  case when :table = 'instruments' then null else instruments.title end as label,
  'The statement speaks of: ' || replace(instruments.effect, '_', ' ')
    || '. It gives no text of the rule, and whether the rule held on any other day is not part of this version.' as words,
  '2021-05-18' as as_of,
  'instruments' as record_table,
  instruments.instrument_id as record_key
from instruments
where :version = '1.0.0'
  and (
    (:table = 'instruments' and instruments.instrument_id = :key)
    or (:table = 'places' and instruments.jurisdiction_place_id = :key)
    or (:table = 'organizations' and instruments.issuer_org_id = :key)
  )
order by instruments.instrument_id
