-- table: disputes
-- key: dispute_id
-- message: no evidence of {source_id} is about {instrument_id}, its scopes or its events
-- hint: add a row to evidence that says what {source_id} says of {instrument_id}, or name the source that says so
-- severity: error
select sides.dispute_id, sides.source_id, sides.instrument_id
from (
  select dispute_id, instrument_id, one_source_id as source_id from disputes
  union all
  select dispute_id, instrument_id, other_source_id from disputes
) as sides
where not exists (
  select 1
  from evidence
  left join instrument_scopes on instrument_scopes.scope_id = evidence.scope_id
  left join events on events.event_id = evidence.event_id
  where evidence.source_id = sides.source_id
    and sides.instrument_id in (evidence.instrument_id, instrument_scopes.instrument_id, events.instrument_id)
)
