-- table: incidents
-- key: incident_id
-- message: no evidence supports {incident_id}
-- hint: add a row to evidence whose incident_id is {incident_id} and whose stance is supports
-- severity: error
select incident_id
from incidents
where not exists (
  select 1 from evidence where evidence.incident_id = incidents.incident_id and evidence.stance = 'supports'
)
