-- title: What happened
-- page: record places, instruments, organizations, incidents
-- shape: events
-- order: 4
-- releases: from 3.0.0
-- replaces: timeline
select
  events.date_edtf as date,
  events.title || '.' as sentence,
  case events.event_type when 'scheduled_expiry' then 'Whether it did: ' || events.outcome || '.' end as note,
  events.source_id as source,
  'events' as record_table,
  events.event_id as record_key
from events
left join dates on dates.edtf = events.date_edtf
left join instruments on instruments.instrument_id = events.instrument_id
where
  (:table = 'instruments' and events.instrument_id = :key)
  or (:table = 'incidents' and events.incident_id = :key)
  or (:table = 'places' and (events.place_id = :key or instruments.jurisdiction_place_id = :key))
  or (
    :table = 'organizations'
    and (
      events.event_id in (select event_id from event_participants where org_id = :key)
      or instruments.issuer_org_id = :key
    )
  )
order by coalesce(dates.earliest, dates.latest), dates.latest, events.event_id
