-- table: disputes
-- key: dispute_id
-- message: no event of {instrument_id} changes its status on {day}
-- hint: write the first day of a status of the rule, as status_periods computes it; where a rule held for the last time on a day, the status begins on the day after
-- severity: error
select disputes.dispute_id, disputes.instrument_id, cast(days.day as varchar) as day
from disputes
join (
  select dispute_id, since as day from disputes
  union all
  select dispute_id, until from disputes where until is not null
) as days on days.dispute_id = disputes.dispute_id
where not disputes.decided
  and not exists (
    select 1 from status_periods
    where status_periods.instrument_id = disputes.instrument_id and status_periods.since = cast(days.day as varchar)
  )
