-- table: events
-- key: event_id
-- message: only copies and reposts support {event_id}
-- hint: add evidence from the document itself or from an edited source
-- severity: warning
select evidence.event_id
from evidence
join sources on sources.source_id = evidence.source_id
where evidence.event_id is not null and evidence.stance = 'supports'
group by evidence.event_id
having bool_and(sources.tier = 'tertiary')
