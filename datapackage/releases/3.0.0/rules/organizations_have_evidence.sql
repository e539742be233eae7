-- table: organizations
-- key: org_id
-- message: neither evidence nor a source stands behind {org_id}
-- hint: add a row to evidence whose org_id is {org_id} and whose stance is supports, or name its source in source_id
-- severity: error
select org_id
from organizations
where source_id is null
  and not exists (
    select 1 from evidence where evidence.org_id = organizations.org_id and evidence.stance = 'supports'
  )
