-- title: What did companies announce?
-- description: Announcements by which companies paused sales of face recognition, or prolonged a pause: when, for how long, and when the pause was due to lapse at the time.
-- order: 31
-- columns: company, announced, what -> event, duration, due_to_lapse, source -> source_url
select
  organizations.name as company,
  announcement.date_edtf as announced,
  announcement.event_type,
  announcement.title as what,
  announcement.duration_as_stated as duration,
  announcement.outcome,
  expiry.date_edtf as due_to_lapse,
  announcement.instrument_id as instrument,
  announcement.event_id as event,
  sources.title as source,
  sources.url as source_url,
  evidence.locator
from events as announcement
join instruments
  on instruments.instrument_id = announcement.instrument_id
  and instruments.instrument_type = 'corporate_policy'
left join organizations on organizations.org_id = instruments.issuer_org_id
left join events as expiry
  on expiry.instrument_id = announcement.instrument_id
  and expiry.event_type = 'scheduled_expiry'
  and announcement.event_type = 'announced'
left join (
  select event_id, min(evidence_id) as evidence_id
  from evidence
  where event_id is not null and stance = 'supports'
  group by event_id
) as first_evidence on first_evidence.event_id = announcement.event_id
left join evidence on evidence.evidence_id = first_evidence.evidence_id
left join sources on sources.source_id = evidence.source_id
where announcement.event_type in ('announced', 'extended')
order by announcement.date_edtf, announcement.event_id
