-- title: What companies said
-- page: front
-- shape: events
-- order: 5
-- releases: from 3.0.0
with periods as (
  select
    status_periods.*,
    instruments.title,
    instruments.source_id as first_source_id,
    instruments.issuer_org_id,
    (
      select replace(uses.covers, 'The company ', '')
      from uses_in_words as uses
      where uses.instrument = status_periods.instrument_id
        and uses.covers like 'The company %'
        and uses.last_known_status in (select status from statuses_in_force)
        and uses.since <= :day
        and (uses.until is null or uses.until > :day)
      order by uses.scope
      limit 1
    ) as promise
  from status_periods
  join instruments on instruments.instrument_id = status_periods.instrument_id
  where instruments.instrument_type = 'corporate_policy'
    and status_periods.since <= :day
    and (status_periods.until is null or status_periods.until > :day)
)
select
  periods.applies_since_as_written as date,
  case when promise is not null then organizations.name end as label,
  coalesce(' ' || promise, title) || case when periods.status in ('in_force', 'amended') then '.' else ', ' || periods.in_words || '.' end as sentence,
  coalesce(periods.evidence_source_id, periods.first_source_id) as source,
  'organizations' as record_table,
  periods.issuer_org_id as record_key
from periods
left join organizations on organizations.org_id = periods.issuer_org_id
order by coalesce(periods.applies_since, periods.since) desc, periods.instrument_id
