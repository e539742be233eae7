-- title: Where sources disagree
-- page: front
-- shape: records
-- order: 4
-- place: side
-- releases: from 3.0.0
select
  places.display_name as label,
  upper(substr(disputes.question, 1, 1)) || substr(disputes.question, 2) || '.' as words,
  'places' as record_table,
  places.place_id as record_key
from disputes
join instruments on instruments.instrument_id = disputes.instrument_id
join places on places.place_id = instruments.jurisdiction_place_id
where (disputes.since is null or disputes.since <= :day)
  and (disputes.until is null or disputes.until > :day)
order by disputes.dispute_id
