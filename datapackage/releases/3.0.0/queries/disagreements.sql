-- title: Where do sources disagree, and which was preferred?
-- description: Every field of a record about which a source contradicts what is recorded, with all that was said of it. The preferred row decides, and says why. Nothing is thrown away.
-- order: 27
-- columns: record -> record_key, field, source_says, stance, why, source -> source_url
select
  told.record_table,
  told.record_key,
  coalesce(instruments.title, events.title, incidents.title, places.display_name, organizations.name, ruled.title, acting.title) as record,
  told.field,
  told.asserted_value as source_says,
  told.stance,
  coalesce(told.preferred, 'no') as preferred,
  told.preference_reason as why,
  told.confidence,
  told.source,
  told.publisher,
  told.published,
  told.standing,
  told.source_url,
  told.note,
  told.evidence_id
from evidence_passages as told
join (
  select distinct record_table, record_key, field from evidence_passages where stance = 'contradicts'
) as contested
  on contested.record_table = told.record_table
  and contested.record_key = told.record_key
  and contested.field = told.field
left join instruments on told.record_table = 'instruments' and instruments.instrument_id = told.record_key
left join events on told.record_table = 'events' and events.event_id = told.record_key
left join incidents on told.record_table = 'incidents' and incidents.incident_id = told.record_key
left join places on told.record_table = 'places' and places.place_id = told.record_key
left join organizations on told.record_table = 'organizations' and organizations.org_id = told.record_key
left join instrument_scopes on told.record_table = 'instrument_scopes' and instrument_scopes.scope_id = told.record_key
left join instruments as ruled on ruled.instrument_id = instrument_scopes.instrument_id
left join instrument_relations on told.record_table = 'instrument_relations' and instrument_relations.relation_id = told.record_key
left join instruments as acting on acting.instrument_id = instrument_relations.from_instrument_id
order by told.record_table, told.record_key, told.field, coalesce(told.preferred, 'no') desc, told.stance desc, told.evidence_id
