-- title: In short
-- page: record instruments
-- shape: records
-- order: 0
-- place: side
-- releases: from 3.0.0
select label, words, url, record_table, record_key
from (
  select 1 as line, 'Number' as label, official_number as words, null as url, null as record_table, null as record_key from instruments where instrument_id = :key
  union all
  select 2, 'Bill', bill_number, null, null, null from instruments where instrument_id = :key
  union all
  select 3, 'Where it stands in the code', code_citation, null, null, null from instruments where instrument_id = :key
  union all
  select 4, places.display_name, 'the place', null, 'places', places.place_id
  from instruments join places on places.place_id = instruments.jurisdiction_place_id where instrument_id = :key
  union all
  select 5, organizations.name, 'made it', null, 'organizations', organizations.org_id
  from instruments join organizations on organizations.org_id = instruments.issuer_org_id where instrument_id = :key
  union all
  select * from (
    select distinct
      6, sources.title,
      case sources.tier when 'primary_official' then 'the text, from its maker' else 'a copy of the text' end,
      sources.url, null, null
    from evidence
    left join instrument_scopes on instrument_scopes.scope_id = evidence.scope_id
    join sources on sources.source_id = evidence.source_id
    where coalesce(evidence.instrument_id, instrument_scopes.instrument_id) = :key
      and sources.source_type = 'legislation_text'
    order by sources.tier, sources.source_id
    limit 3
  )
)
where words is not null
order by line
