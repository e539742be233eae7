-- table: checks
-- key: check_id
-- field: source_id
-- message: {source_id} is neither an official record nor a document of a party
-- hint: look at the text where the body that made the rule publishes it; what a copy or the press says is evidence, not a check
-- severity: error
select checks.check_id, checks.source_id
from checks
join sources on sources.source_id = checks.source_id
where sources.tier not in ('primary_official', 'primary_party')
