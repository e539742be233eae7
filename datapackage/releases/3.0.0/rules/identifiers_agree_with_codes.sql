-- table: identifiers
-- key: identifier_id
-- field: value
-- message: {value} differs from {recorded}, which the record itself bears
-- hint: correct one of the two; both are the same code of {scheme}
-- severity: error
select identifier_id, scheme, value, coalesce(recorded, 'nothing') as recorded
from (
  select
    identifiers.identifier_id,
    identifiers.scheme,
    identifiers.value,
    case
      when identifiers.org_id is not null then organizations.wikidata_qid
      when identifiers.scheme = 'wikidata' then places.wikidata_qid
      when identifiers.scheme = 'geonames' then places.geonames_id
      when identifiers.scheme = 'iso_3166_2' then places.iso_3166_2
      when identifiers.scheme = 'fips_state' then places.fips_state
      when identifiers.scheme = 'census_geoid' then places.census_geoid
    end as recorded
  from identifiers
  left join places on places.place_id = identifiers.place_id
  left join organizations on organizations.org_id = identifiers.org_id
  where identifiers.instrument_id is null
) as compared
where value is distinct from recorded
