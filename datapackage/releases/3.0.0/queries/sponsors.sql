-- title: Who sponsored each rule?
-- description: Nobody has coded who sponsored the rules: the register has no field for it, and "not coded" stands in every row. Beside it stands the body that is recorded as having brought the rule forward, where one is. The table of searches says that nobody looked.
-- order: 16
-- columns: place -> place_key, rule -> instrument, sponsor, brought_forward_by, brought_forward, source -> source_url
select
  rules_in_brief.place,
  rules_in_brief.rule,
  'not coded' as sponsor,
  organizations.name as brought_forward_by,
  introduced.date_edtf as brought_forward,
  sources.title as source,
  sources.url as source_url,
  dates.earliest,
  dates.latest,
  introduced.title as what,
  introduced.event_id as event,
  organizations.org_id,
  rules_in_brief.place_id as place_key,
  rules_in_brief.instrument_id as instrument
from rules_in_brief
left join events as introduced on introduced.instrument_id = rules_in_brief.instrument_id and introduced.event_type = 'introduced'
left join event_participants on event_participants.event_id = introduced.event_id and event_participants.role = 'actor'
left join organizations on organizations.org_id = event_participants.org_id
left join dates on dates.edtf = introduced.date_edtf
left join (
  select event_id, min(evidence_id) as evidence_id
  from evidence
  where event_id is not null and stance = 'supports'
  group by event_id
) as first_evidence on first_evidence.event_id = introduced.event_id
left join evidence on evidence.evidence_id = first_evidence.evidence_id
left join sources on sources.source_id = coalesce(evidence.source_id, introduced.source_id)
order by rules_in_brief.place, rules_in_brief.instrument_id, dates.latest nulls last, organizations.name nulls last
