-- table: checks
-- key: check_id
-- field: url
-- message: {url} is not the address of {source_id}
-- hint: copy the address from the source, or name the document that stands at this one
-- severity: error
select checks.check_id, checks.url, checks.source_id
from checks
join sources on sources.source_id = checks.source_id
where sources.url is distinct from checks.url
