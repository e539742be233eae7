-- title: Who asked whom for what?
-- description: Campaigns and calls to act, one row for each addressee: who acted, with whom, when, and what was asked. An empty addressee means that the source names none.
-- order: 32
-- columns: who, addressee, date, what -> event, asked_to, source -> source_url
select
  actors.name as who,
  partners.name as together_with,
  addressees.name as addressee,
  events.date_edtf as date,
  events.title as what,
  events.request as asked_to,
  events.participants_as_stated as participants,
  events.duration_as_stated as duration,
  events.event_id as event,
  sources.title as source,
  sources.url as source_url,
  evidence.locator
from events
join dates on dates.edtf = events.date_edtf
left join event_participants as acting on acting.event_id = events.event_id and acting.role = 'actor'
left join organizations as actors on actors.org_id = acting.org_id
left join event_participants as joining on joining.event_id = events.event_id and joining.role = 'partner'
left join organizations as partners on partners.org_id = joining.org_id
left join event_participants as addressed on addressed.event_id = events.event_id and addressed.role = 'target'
left join organizations as addressees on addressees.org_id = addressed.org_id
left join (
  select event_id, min(evidence_id) as evidence_id
  from evidence
  where event_id is not null and stance = 'supports'
  group by event_id
) as first_evidence on first_evidence.event_id = events.event_id
left join evidence on evidence.evidence_id = first_evidence.evidence_id
left join sources on sources.source_id = evidence.source_id
where events.event_type in ('advocacy_letter', 'call_to_action', 'campaign')
order by
  coalesce(dates.earliest, dates.latest),
  events.event_id,
  addressees.name nulls last,
  actors.name nulls last,
  partners.name nulls last
