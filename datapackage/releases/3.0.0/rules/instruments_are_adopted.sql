-- table: instruments
-- key: instrument_id
-- message: no event says that {instrument_id} was adopted
-- hint: add the event that enacts, signs or announces it, or the vote of a ballot; a rule whose adoption nobody saw is not in force
-- severity: warning
select instrument_id
from instruments
where instrument_type not in ('bill_not_enacted', 'unspecified')
  and not exists (
    select 1 from events
    where events.instrument_id = instruments.instrument_id
      and events.event_type in ('enacted', 'signed', 'ballot_vote', 'announced')
  )
