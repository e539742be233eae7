-- title: Sources disagree
-- page: record places, instruments
-- shape: conflict
-- order: 1
-- releases: from 3.0.0
select
  upper(substr(disputes.question, 1, 1)) || substr(disputes.question, 2) || '.' as question,
  disputes.one_says as one,
  disputes.one_source_id as one_source,
  disputes.other_says as other,
  disputes.other_source_id as other_source,
  case when disputes.decided then 'one' end as preferred,
  disputes.note,
  case when :table = 'places' then 'instruments' end as record_table,
  disputes.instrument_id as record_key
from disputes
join instruments on instruments.instrument_id = disputes.instrument_id
where (disputes.since is null or disputes.since <= :day)
  and (disputes.until is null or disputes.until > :day)
  and (
    (:table = 'instruments' and disputes.instrument_id = :key)
    or (:table = 'places' and (
      instruments.jurisdiction_place_id = :key
      or exists (
        select 1
        from place_statuses
        where place_id = :key
          and (since is null or since <= :day)
          and (until is null or until > :day)
          and instr('; ' || rules || ';', '; ' || disputes.instrument_id || ';') > 0
      )
    ))
  )
order by disputes.dispute_id
