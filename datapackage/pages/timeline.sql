-- title: What happened
-- page: record places, instruments, organizations, incidents
-- shape: timeline
-- order: 3
select
  events.date_edtf as date,
  replace(events.event_type, '_', ' ') as kind,
  events.title as words,
  nullif(
    coalesce('Votes: ' || votes_for.value || ' to ' || votes_against.value || '. ', '')
      || coalesce('Duration as stated: ' || events.duration_as_stated || '. ', '')
      || case events.event_type when 'scheduled_expiry' then coalesce('Whether it did: ' || events.outcome || '. ', '') else '' end
      || coalesce(events.note, ''),
    ''
  ) as detail,
  'events' as record_table,
  events.event_id as record_key
from events
left join dates on dates.edtf = events.date_edtf
-- Release 2.0.0 has the counts of an event in the event; later ones have them in the table votes.
left join record_values as votes_for
  on votes_for.record_table = 'events' and votes_for.record_key = events.event_id and votes_for.field = 'votes_for'
left join record_values as votes_against
  on votes_against.record_table = 'events' and votes_against.record_key = events.event_id and votes_against.field = 'votes_against'
where
  (:table = 'instruments' and events.instrument_id = :key)
  or (:table = 'incidents' and events.incident_id = :key)
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
order by coalesce(dates.earliest, dates.latest), dates.latest, events.event_id
