-- title: What rests on it
-- description: The records of which this document says something, and how it bears on what is recorded.
-- page: record sources
-- shape: records
-- order: 4
select
  coalesce(
    instruments.title, events.title, incidents.title, places.display_name, organizations.name,
    ruled.title, acting.title, told.record_key
  ) as label,
  upper(substr(replace(told.record_table, '_', ' '), 1, 1)) || substr(replace(told.record_table, '_', ' '), 2) || ': '
    || group_concat(told.stance || ' ' || told.fields, '; ') as words,
  told.record_table,
  told.record_key
from (
  select record_table, record_key, stance, group_concat(field, ', ') as fields
  from (
    select distinct record_table, record_key, stance,
      replace(replace(replace(field, '_edtf', ''), '_id', ''), '_', ' ') as field
    from evidence_passages
    where source_id = :key and record_table <> 'sources'
  )
  group by record_table, record_key, stance
) as told
left join instruments on told.record_table = 'instruments' and instruments.instrument_id = told.record_key
left join events on told.record_table = 'events' and events.event_id = told.record_key
left join incidents on told.record_table = 'incidents' and incidents.incident_id = told.record_key
left join places on told.record_table = 'places' and places.place_id = told.record_key
left join organizations on told.record_table = 'organizations' and organizations.org_id = told.record_key
left join instrument_scopes on told.record_table = 'instrument_scopes' and instrument_scopes.scope_id = told.record_key
left join instruments as ruled on ruled.instrument_id = instrument_scopes.instrument_id
left join instrument_relations on told.record_table = 'instrument_relations' and instrument_relations.relation_id = told.record_key
left join instruments as acting on acting.instrument_id = instrument_relations.from_instrument_id
group by told.record_table, told.record_key
order by told.record_table, told.record_key
