-- table: identifiers
-- key: identifier_id
-- field: scheme
-- message: {scheme} is no scheme for {what}
-- hint: codes of authorities are for places, wikidata also for organizations, and all other schemes for rules
-- severity: error
select identifier_id, scheme, what
from (
  select
    identifier_id,
    scheme,
    case when instrument_id is not null then 'a rule' when place_id is not null then 'a place' when org_id is not null then 'an organization' end as what
  from identifiers
) as named
where what <> 'a rule' and scheme not in ('wikidata', 'geonames', 'iso_3166_2', 'fips_state', 'census_geoid')
  or what = 'a rule' and scheme in ('geonames', 'iso_3166_2', 'fips_state', 'census_geoid')
  or what = 'an organization' and scheme <> 'wikidata'
