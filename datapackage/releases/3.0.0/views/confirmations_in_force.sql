-- title: Days for which a source confirms a rule while it applied
-- description: Each day for which a source confirms a rule or policy, of those that lie in a time in which it applied, or can have applied, by what is recorded. What a source says before a rule began, or after it ended, confirms nothing.
-- column: instrument_id = the key of the rule or policy
-- column: day = the day from which it counts; of a month or year, the last day
-- column: not_before = the earliest day that it can mean
-- column: written = the date as exactly as it is known
-- column: source_id = the document that speaks for it
-- column: standing = how close the publisher is to the matter, 1 for official records and 5 for copies
select distinct
  confirmations.instrument_id,
  confirmations.day,
  confirmations.not_before,
  confirmations.written,
  confirmations.source_id,
  confirmations.standing
from confirmations
join status_periods
  on status_periods.instrument_id = confirmations.instrument_id
  and confirmations.day >= status_periods.since_earliest
  and (status_periods.until is null or confirmations.not_before < status_periods.until)
join statuses_in_force on statuses_in_force.status = status_periods.status
