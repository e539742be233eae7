-- title: What changed in each state, year by year?
-- description: Every event by which a rule of a state, or of a place in it, was adopted, signed, took effect, was changed, lapsed, was lifted or failed.
-- order: 19
-- columns: state, date, place -> place_key, what -> event, title -> instrument, number
select
  states.name as state,
  substr(states.iso_3166_2, 4) as state_code,
  substr(coalesce(dates.earliest, dates.latest), 1, 4) as year,
  events.date_edtf as date,
  dates.earliest,
  dates.latest,
  events.title as what,
  events.event_type,
  places.display_name as place,
  instruments.title,
  numbers_of_rules.number,
  instruments.instrument_id as instrument,
  places.place_id as place_key,
  events.confidence,
  events.event_id as event
from events
join instruments on instruments.instrument_id = events.instrument_id
left join numbers_of_rules on numbers_of_rules.instrument_id = instruments.instrument_id
join places on places.place_id = instruments.jurisdiction_place_id
join places as states on states.iso_3166_2 = places.iso_3166_2 and states.place_type = 'state'
join dates on dates.edtf = events.date_edtf
where events.event_type in (
  'enacted', 'signed', 'vetoed', 'effective', 'amended', 'extended', 'clarified', 'ballot_vote', 'expired', 'repealed', 'failed'
)
order by states.name, coalesce(dates.earliest, dates.latest), events.event_id
