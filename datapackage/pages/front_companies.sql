-- title: What companies said
-- page: front
-- shape: events
-- order: 5
-- releases: from 3.0.0
select
  periods.applies_since_as_written as date,
  instruments.title || case when periods.status in ('in_force', 'amended') then '.' else ', ' || periods.in_words || '.' end as sentence,
  coalesce(periods.evidence_source_id, instruments.source_id) as source,
  'organizations' as record_table,
  instruments.issuer_org_id as record_key
from status_periods as periods
join instruments on instruments.instrument_id = periods.instrument_id
where instruments.instrument_type = 'corporate_policy'
  and periods.since <= :day
  and (periods.until is null or periods.until > :day)
order by coalesce(periods.applies_since, periods.since) desc, periods.instrument_id
