-- title: What is new
-- page: front
-- shape: events
-- order: 3
-- releases: from 3.0.0
select date, sentence, source, record_table, record_key
from (
  select
    events.date_edtf as date,
    events.title || '.' as sentence,
    events.source_id as source,
    'events' as record_table,
    events.event_id as record_key,
    dates.latest
  from events
  join dates on dates.edtf = events.date_edtf
  where dates.latest <= :day
  order by dates.latest desc, events.event_id desc
  limit 5
)
order by latest desc, record_key desc
