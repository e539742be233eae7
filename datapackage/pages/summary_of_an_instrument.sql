-- title: Summary
-- page: record instruments
-- shape: summary
select
  upper(substr(replace(instruments.effect, '_', ' '), 1, 1)) || substr(replace(instruments.effect, '_', ' '), 2)
    || case instruments.instrument_type when 'unspecified' then ', kind of act not specified' else ' by ' || replace(instruments.instrument_type, '_', ' ') end
    || coalesce(', made by ' || organizations.name, '')
    || coalesce(', for ' || places.display_name, '')
    || coalesce('. Number: ' || instruments.official_number, '')
    || coalesce('. Bill: ' || instruments.bill_number, '')
    || '.' as words
from instruments
left join organizations on organizations.org_id = instruments.issuer_org_id
left join places on places.place_id = instruments.jurisdiction_place_id
where instruments.instrument_id = :key
union all
select note from instruments where instrument_id = :key and note is not null
