-- title: What happened
-- page: record places, instruments, organizations
-- shape: timeline
-- order: 3
select
  events.date_edtf as date,
  replace(events.event_type, '_', ' ') as kind,
  events.title as words,
  nullif(coalesce('Duration as stated: ' || events.duration_as_stated || '. ', '') || coalesce(events.note, ''), '') as detail,
  'events' as record_table,
  events.event_id as record_key
from events
where :version = '1.0.0'
  and (
    (:table = 'instruments' and events.instrument_id = :key)
    or (
      :table = 'places'
      and (events.place_id = :key or events.instrument_id in (select instrument_id from instruments where jurisdiction_place_id = :key))
    )
    or (
      :table = 'organizations'
      and (
        events.event_id in (select event_id from event_participants where org_id = :key)
        or events.instrument_id in (select instrument_id from instruments where issuer_org_id = :key)
      )
    )
  )
order by replace(events.date_edtf, '../', ''), events.event_id
