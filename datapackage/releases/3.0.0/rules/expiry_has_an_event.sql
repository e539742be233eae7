-- table: events
-- key: event_id
-- field: date_edtf
-- message: {instrument_id} was due to end on {date_edtf}, and no event says whether it did
-- hint: add the event expired, extended or repealed; until then its status is unknown from that day on
-- severity: warning
select event_id, instrument_id, date_edtf
from events
where event_type = 'scheduled_expiry'
  and not contains(date_edtf, '..')
  and regexp_replace(date_edtf, '[~?%]', '', 'g') <= (select cast(max(recorded_on) as varchar) from releases)
  and not exists (
    select 1 from events as ending
    where ending.instrument_id = events.instrument_id
      and ending.event_type in ('expired', 'extended', 'repealed')
  )
  and not exists (
    select 1 from instrument_relations
    where to_instrument_id = events.instrument_id and relation in ('supersedes', 'ends_and_replaces')
  )
