-- title: Summary
-- page: record events
-- shape: summary
select
  upper(substr(definition, 1, 1)) || substr(definition, 2) || '.'
    || coalesce(' It is about “' || instruments.title || '”.', '')
    || coalesce(' Asked for: ' || events.request || '.', '') as words,
  events.date_edtf as date
from events
left join vocabularies on vocabularies.vocabulary = 'event_type' and vocabularies.term = events.event_type
left join instruments on instruments.instrument_id = events.instrument_id
where events.event_id = :key
union all
select note, null from events where event_id = :key and note is not null
