-- title: Time for which a scope is known to have held
-- description: From the first to the last day on which the rule behind a scope applied, with its last evidence. Breaks between are in uses_by_period.
-- column: scope_id = the key of the scope
-- column: since = the first day
-- column: until = the first day on which it no longer held; empty where nothing ended it
-- column: status_as_of = the last day for which a source speaks of the rule
select
  scope_id,
  min(since) as since,
  case when count(*) = count(until) then max(until) end as until,
  max(evidence_date) as status_as_of
from uses_by_period
where scope_id is not null and status in (select statuses_in_force.status from statuses_in_force)
group by scope_id
