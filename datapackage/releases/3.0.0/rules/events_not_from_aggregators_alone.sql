-- table: events
-- key: event_id
-- message: only trackers and registers support {event_id}
-- hint: add evidence from a source that saw it; a tracker or register that lists a rule, or says that there is none, is never the only source
-- severity: error
select evidence.event_id
from evidence
join sources on sources.source_id = evidence.source_id
where evidence.event_id is not null and evidence.stance = 'supports'
group by evidence.event_id
having bool_and(
  sources.source_type in ('database', 'event_notice')
  or (sources.source_type = 'reference' and sources.tier in ('secondary_reference', 'tertiary'))
)
