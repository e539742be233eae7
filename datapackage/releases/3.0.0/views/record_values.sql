-- title: Every value with its record
-- description: Places, organizations, rules, scopes, relations, events and harms taken apart: one row for each filled field, except keys, notes and what says where the record comes from. It lets evidence be counted field by field and compared with what earlier releases said.
-- column: record_table = the table of the record
-- column: record_key = the key of the record
-- column: field = the field
-- column: value = what stands in it, as text
-- column: source_id = the document from which the record was taken as a whole; empty where only evidence says it
select 'places' as record_table, place_id as record_key, 'name' as field, name as value, source_id from places where name is not null
union all select 'places', place_id, 'display_name', display_name, source_id from places where display_name is not null
union all select 'places', place_id, 'place_type', place_type, source_id from places where place_type is not null
union all select 'places', place_id, 'parent_place_id', parent_place_id, source_id from places where parent_place_id is not null
union all select 'places', place_id, 'iso_3166_2', iso_3166_2, source_id from places where iso_3166_2 is not null
union all select 'places', place_id, 'fips_state', fips_state, source_id from places where fips_state is not null
union all select 'places', place_id, 'census_geoid', census_geoid, source_id from places where census_geoid is not null
union all select 'places', place_id, 'census_geoid_type', census_geoid_type, source_id from places where census_geoid_type is not null
union all select 'places', place_id, 'census_geoid_vintage', census_geoid_vintage, source_id from places where census_geoid_vintage is not null
union all select 'places', place_id, 'wikidata_qid', wikidata_qid, source_id from places where wikidata_qid is not null
union all select 'places', place_id, 'latitude', cast(latitude as text), source_id from places where latitude is not null
union all select 'places', place_id, 'longitude', cast(longitude as text), source_id from places where longitude is not null
union all select 'places', place_id, 'geonames_id', geonames_id, source_id from places where geonames_id is not null
union all select 'organizations', org_id, 'name', name, source_id from organizations where name is not null
union all select 'organizations', org_id, 'org_type', org_type, source_id from organizations where org_type is not null
union all select 'organizations', org_id, 'parent_org_id', parent_org_id, source_id from organizations where parent_org_id is not null
union all select 'organizations', org_id, 'place_id', place_id, source_id from organizations where place_id is not null
union all select 'organizations', org_id, 'wikidata_qid', wikidata_qid, source_id from organizations where wikidata_qid is not null
union all select 'instruments', instrument_id, 'title', title, source_id from instruments where title is not null
union all select 'instruments', instrument_id, 'instrument_type', instrument_type, source_id from instruments where instrument_type is not null
union all select 'instruments', instrument_id, 'effect', effect, source_id from instruments where effect is not null
union all select 'instruments', instrument_id, 'jurisdiction_place_id', jurisdiction_place_id, source_id from instruments where jurisdiction_place_id is not null
union all select 'instruments', instrument_id, 'issuer_org_id', issuer_org_id, source_id from instruments where issuer_org_id is not null
union all select 'instruments', instrument_id, 'official_number', official_number, source_id from instruments where official_number is not null
union all select 'instruments', instrument_id, 'bill_number', bill_number, source_id from instruments where bill_number is not null
union all select 'instruments', instrument_id, 'code_citation', code_citation, source_id from instruments where code_citation is not null
union all select 'instrument_scopes', scope_id, 'instrument_id', instrument_id, source_id from instrument_scopes where instrument_id is not null
union all select 'instrument_scopes', scope_id, 'regulated_actor', regulated_actor, source_id from instrument_scopes where regulated_actor is not null
union all select 'instrument_scopes', scope_id, 'activity', activity, source_id from instrument_scopes where activity is not null
union all select 'instrument_scopes', scope_id, 'technology', technology, source_id from instrument_scopes where technology is not null
union all select 'instrument_scopes', scope_id, 'context', context, source_id from instrument_scopes where context is not null
union all select 'instrument_scopes', scope_id, 'modality', modality, source_id from instrument_scopes where modality is not null
union all select 'instrument_scopes', scope_id, 'valid_from_edtf', valid_from_edtf, source_id from instrument_scopes where valid_from_edtf is not null
union all select 'instrument_relations', relation_id, 'from_instrument_id', from_instrument_id, source_id from instrument_relations where from_instrument_id is not null
union all select 'instrument_relations', relation_id, 'relation', relation, source_id from instrument_relations where relation is not null
union all select 'instrument_relations', relation_id, 'to_instrument_id', to_instrument_id, source_id from instrument_relations where to_instrument_id is not null
union all select 'events', event_id, 'event_type', event_type, source_id from events where event_type is not null
union all select 'events', event_id, 'instrument_id', instrument_id, source_id from events where instrument_id is not null
union all select 'events', event_id, 'incident_id', incident_id, source_id from events where incident_id is not null
union all select 'events', event_id, 'place_id', place_id, source_id from events where place_id is not null
union all select 'events', event_id, 'date_edtf', date_edtf, source_id from events where date_edtf is not null
union all select 'events', event_id, 'title', title, source_id from events where title is not null
union all select 'events', event_id, 'request', request, source_id from events where request is not null
union all select 'events', event_id, 'duration_as_stated', duration_as_stated, source_id from events where duration_as_stated is not null
union all select 'events', event_id, 'outcome', outcome, source_id from events where outcome is not null
union all select 'events', event_id, 'participants_as_stated', participants_as_stated, source_id from events where participants_as_stated is not null
union all select 'incidents', incident_id, 'title', title, null from incidents where title is not null
union all select 'incidents', incident_id, 'harm_type', harm_type, null from incidents where harm_type is not null
union all select 'incidents', incident_id, 'affected_group', affected_group, null from incidents where affected_group is not null
union all select 'incidents', incident_id, 'deployer_org_id', deployer_org_id, null from incidents where deployer_org_id is not null
union all select 'incidents', incident_id, 'developer_as_stated', developer_as_stated, null from incidents where developer_as_stated is not null
union all select 'incidents', incident_id, 'place_id', place_id, null from incidents where place_id is not null
union all select 'incidents', incident_id, 'date_edtf', date_edtf, null from incidents where date_edtf is not null
union all select 'incidents', incident_id, 'number_as_stated', number_as_stated, null from incidents where number_as_stated is not null
union all select 'incidents', incident_id, 'outcome', outcome, null from incidents where outcome is not null
union all select 'incidents', incident_id, 'external_scheme', external_scheme, null from incidents where external_scheme is not null
union all select 'incidents', incident_id, 'external_id', external_id, null from incidents where external_id is not null
