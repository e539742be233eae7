-- table: organizations
-- key: org_id
-- message: no evidence supports {org_id}
-- hint: add a row to evidence whose org_id is {org_id} and whose stance is supports
-- severity: error
select org_id
from organizations
where not exists (
  select 1 from evidence where evidence.org_id = organizations.org_id and evidence.stance = 'supports'
)
