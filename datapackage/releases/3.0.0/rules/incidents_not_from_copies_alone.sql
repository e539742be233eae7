-- table: incidents
-- key: incident_id
-- message: only copies and reposts support {incident_id}
-- hint: add evidence from the document itself or from an edited source
-- severity: warning
select evidence.incident_id
from evidence
join sources on sources.source_id = evidence.source_id
where evidence.incident_id is not null and evidence.stance = 'supports'
group by evidence.incident_id
having bool_and(sources.tier = 'tertiary')
