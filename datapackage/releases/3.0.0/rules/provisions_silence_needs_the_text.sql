-- table: provisions
-- key: provision_id
-- field: answer
-- message: nobody looked at the whole text of {instrument_id} in {source_id}
-- hint: a text is silent only if all of it was read: add the look to checks with the extent whole, or write not_coded
-- severity: error
select provision_id, instrument_id, source_id
from provisions
where answer = 'not_in_text'
  and not exists (
    select 1 from checks
    where checks.instrument_id = provisions.instrument_id
      and checks.source_id = provisions.source_id
      and checks.extent = 'whole'
  )
