-- table: place_statuses
-- key: place_id, period
-- message: {place_id}, period {period}: {difference}
-- hint: run python -m tests.place_statuses, which writes the table again
-- severity: error
with computed as (
  select * from place_statuses_computed
),
written as (
  -- As text, so that a day that does not exist in another table differs here, and stops nothing.
  select * replace (cast(since as varchar) as since, cast(until as varchar) as until)
  from place_statuses
)
select
  coalesce(written.place_id, computed.place_id) as place_id,
  coalesce(written.period, computed.period) as period,
  case
    when written.place_id is null then 'the table has no such period, and the other tables say: ' || computed.sentence
    when computed.place_id is null then 'the other tables make no such period'
    else 'it differs in ' || concat_ws(', ',
      case when written.since is distinct from computed.since then 'since' end,
      case when written.since_as_written is distinct from computed.since_as_written then 'since_as_written' end,
      case when written.until is distinct from computed.until then 'until' end,
      case when written.place_status is distinct from computed.place_status then 'place_status' end,
      case when written.sentence is distinct from computed.sentence then 'sentence' end,
      case when written.more is distinct from computed.more then 'more' end,
      case when written.rules is distinct from computed.rules then 'rules' end,
      case when written.last_confirmed is distinct from computed.last_confirmed then 'last_confirmed' end,
      case when written.source_id is distinct from computed.source_id then 'source_id' end
    ) || ' from what the other tables say: ' || computed.sentence
  end as difference
from written
full join computed on computed.place_id = written.place_id and computed.period = written.period
where written.place_id is null
  or computed.place_id is null
  or (
    written.since, written.since_as_written, written.until, written.place_status,
    written.sentence, written.more, written.rules, written.last_confirmed, written.source_id
  ) is distinct from (
    computed.since, computed.since_as_written, computed.until, computed.place_status,
    computed.sentence, computed.more, computed.rules, computed.last_confirmed, computed.source_id
  )
