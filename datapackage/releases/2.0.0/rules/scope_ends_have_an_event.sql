-- table: instrument_scopes
-- key: scope_id
-- field: valid_to_edtf
-- message: the scope ends at {valid_to_edtf}, and no event of {instrument_id} says why
-- hint: add the event that ends or changes the rule, or leave valid_to_edtf empty
-- severity: error
select scope_id, instrument_id, valid_to_edtf
from instrument_scopes
where valid_to_edtf is not null
  and not exists (
    select 1 from events
    where events.instrument_id = instrument_scopes.instrument_id
      and events.event_type in ('amended', 'clarified', 'scheduled_expiry', 'expired', 'repealed')
  )
  and not exists (
    select 1 from instrument_relations where to_instrument_id = instrument_scopes.instrument_id
  )
