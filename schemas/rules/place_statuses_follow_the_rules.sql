-- table: place_statuses
-- key: place_id, period
-- message: {place_id}, period {period}: {difference}
-- hint: run python -m tests.place_statuses, which writes the table again
-- severity: error
with computed as (
  select
    place_id,
    cast(period as bigint) as period,
    cast(since as date) as since,
    since_as_written,
    cast(until as date) as until,
    place_status,
    sentence,
    more,
    rules,
    last_confirmed,
    source_id
  from place_statuses_computed
)
select
  coalesce(place_statuses.place_id, computed.place_id) as place_id,
  coalesce(place_statuses.period, computed.period) as period,
  case
    when place_statuses.place_id is null then 'the table has no such period, and the other tables say: ' || computed.sentence
    when computed.place_id is null then 'the other tables make no such period'
    else 'it differs in ' || concat_ws(', ',
      case when place_statuses.since is distinct from computed.since then 'since' end,
      case when place_statuses.since_as_written is distinct from computed.since_as_written then 'since_as_written' end,
      case when place_statuses.until is distinct from computed.until then 'until' end,
      case when place_statuses.place_status is distinct from computed.place_status then 'place_status' end,
      case when place_statuses.sentence is distinct from computed.sentence then 'sentence' end,
      case when place_statuses.more is distinct from computed.more then 'more' end,
      case when place_statuses.rules is distinct from computed.rules then 'rules' end,
      case when place_statuses.last_confirmed is distinct from computed.last_confirmed then 'last_confirmed' end,
      case when place_statuses.source_id is distinct from computed.source_id then 'source_id' end
    ) || ' from what the other tables say: ' || computed.sentence
  end as difference
from place_statuses
full join computed on computed.place_id = place_statuses.place_id and computed.period = place_statuses.period
where place_statuses.place_id is null
  or computed.place_id is null
  or (
    place_statuses.since, place_statuses.since_as_written, place_statuses.until, place_statuses.place_status,
    place_statuses.sentence, place_statuses.more, place_statuses.rules, place_statuses.last_confirmed, place_statuses.source_id
  ) is distinct from (
    computed.since, computed.since_as_written, computed.until, computed.place_status,
    computed.sentence, computed.more, computed.rules, computed.last_confirmed, computed.source_id
  )
