-- title: Summary
-- page: record places
-- shape: summary
select
  places.display_name || ' is a ' || places.place_type
    || case when parent.display_name is null then '. ' else ' in ' || case parent.place_type when 'country' then 'the ' else '' end || parent.display_name || '. ' end
    || case count(instruments.instrument_id)
      when 0 then 'No rule of its own is recorded for it. That does not mean that it has none.'
      when 1 then 'One rule or policy is recorded for it: ' || max(replace(instruments.effect, '_', ' ')) || ' (' || max(replace(instruments.instrument_type, '_', ' ')) || ').'
      else count(instruments.instrument_id) || ' rules or policies are recorded for it.'
    end as words
from places
left join places as parent on parent.place_id = places.parent_place_id
left join instruments on instruments.jurisdiction_place_id = places.place_id
where places.place_id = :key
group by places.place_id
