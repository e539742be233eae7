-- table: provisions
-- key: provision_id
-- field: note
-- message: the answer is conditional, and no note says on what
-- hint: say in note for which uses, persons or cases it is so, or until when
-- severity: error
select provision_id
from provisions
where answer = 'conditional' and note is null
