-- title: Which harms are claimed?
-- description: Harms that the sources claim, as vaguely as they claim them. Persons who were harmed are never named.
-- order: 33
-- columns: what -> incident, harm_type, affected_group, number, date, source -> source_url
select
  incidents.title as what,
  incidents.harm_type,
  incidents.affected_group,
  incidents.number_as_stated as number,
  incidents.date_edtf as date,
  places.display_name as place,
  incidents.outcome,
  incidents.note,
  incidents.incident_id as incident,
  sources.title as source,
  sources.url as source_url,
  evidence.locator
from incidents
left join places on places.place_id = incidents.place_id
left join (
  select incident_id, min(evidence_id) as evidence_id
  from evidence
  where incident_id is not null and stance = 'supports'
  group by incident_id
) as first_evidence on first_evidence.incident_id = incidents.incident_id
left join evidence on evidence.evidence_id = first_evidence.evidence_id
left join sources on sources.source_id = evidence.source_id
order by incidents.incident_id
