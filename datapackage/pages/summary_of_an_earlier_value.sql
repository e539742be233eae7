-- title: Summary
-- page: record earlier_values
-- shape: summary
select
  'Version ' || earlier_values.version || ' had this as the '
    || case field when 'date_edtf' then 'date' when 'iso_3166_2' then 'ISO code' when 'fips_state' then 'FIPS code' when 'census_geoid' then 'Census code' when 'wikidata_qid' then 'Wikidata item' when 'geonames_id' then 'GeoNames item' else replace(replace(field, '_edtf', ''), '_', ' ') end || ' of '
    || coalesce('“' || coalesce(instruments.title, events.title, incidents.title) || '”', places.display_name, organizations.name, 'a record that is gone')
    || ': ' || value as words,
  releases.recorded_on as date
from earlier_values
left join releases on releases.version = earlier_values.version
left join instrument_scopes on record_table = 'instrument_scopes' and scope_id = record_key
left join instruments on instruments.instrument_id = case record_table when 'instruments' then record_key when 'instrument_scopes' then instrument_scopes.instrument_id end
left join places on record_table = 'places' and places.place_id = record_key
left join organizations on record_table = 'organizations' and organizations.org_id = record_key
left join events on record_table = 'events' and events.event_id = record_key
left join incidents on record_table = 'incidents' and incidents.incident_id = record_key
where earlier_values.version || ',' || record_table || ',' || record_key || ',' || field = :key
