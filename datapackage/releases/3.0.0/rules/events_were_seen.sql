-- table: events
-- key: event_id
-- field: date_edtf
-- message: every source of {event_id} was published before {date_edtf}
-- hint: a source from before tells of a plan: add one from after it, mark the date uncertain with ?, or write foretold in flag
-- severity: error
with published as (
  select
    evidence.event_id,
    max(coalesce(regexp_replace(split_part(sources.published_edtf, '/', 1), '[~?%]', ''), '9999')) as latest
  from evidence
  join sources on sources.source_id = evidence.source_id
  where evidence.event_id is not null and evidence.stance = 'supports'
  group by evidence.event_id
)
select events.event_id, events.date_edtf
from events
join published on published.event_id = events.event_id
where events.event_type not in ('effective', 'scheduled_expiry')
  and events.flag is distinct from 'foretold'
  and not contains(events.date_edtf, '..')
  and rpad(published.latest, 10, '~') < substr(regexp_replace(events.date_edtf, '[~?%]', ''), 1, 10)
