-- title: Summary
-- page: record evidence
-- shape: summary
with told as (
  select
    evidence_passages.*,
    coalesce(places.display_name, organizations.name, instruments.title, events.title, incidents.title, documents.title, 'what is recorded') as about
  from evidence_passages
  left join instrument_scopes on record_table = 'instrument_scopes' and scope_id = record_key
  left join instruments on instruments.instrument_id = case record_table when 'instruments' then record_key when 'instrument_scopes' then instrument_scopes.instrument_id end
  left join places on record_table = 'places' and places.place_id = record_key
  left join organizations on record_table = 'organizations' and organizations.org_id = record_key
  left join events on record_table = 'events' and events.event_id = record_key
  left join incidents on record_table = 'incidents' and incidents.incident_id = record_key
  left join sources as documents on record_table = 'sources' and documents.source_id = record_key
  where evidence_id = :key
)
select
  '“' || source || '” '
    || case stance
      when 'silent' then 'was looked at and says nothing on '
      when 'contradicts' then 'disagrees on '
      when 'qualifies' then 'limits '
      else 'supports '
    end
    || case field when 'whole_record' then 'what is recorded' when 'date_edtf' then 'the date' when 'jurisdiction_place_id' then 'the place' when 'issuer_org_id' then 'the maker' when 'iso_3166_2' then 'the ISO code' when 'fips_state' then 'the FIPS code' when 'census_geoid' then 'the Census code' when 'wikidata_qid' then 'the Wikidata item' when 'geonames_id' then 'the GeoNames item' else 'the ' || replace(replace(field, '_edtf', ''), '_', ' ') end
    || ' of ' || case when record_table in ('places', 'organizations') then about else '“' || about || '”' end
    || case when stance = 'silent' then '.' else coalesce('. It says, in our words: ' || replace(asserted_value, '_', ' ') || '.', '.') end as words,
  published as date
from told
