-- title: Which rules were weakened or ended?
-- description: Each turn by which a rule of a place ended, lost a part, or got an exception, or by which that may have happened: what happened, when, by which rule, and who made it. Newest first. A change counts as weakening where all that is recorded of the rule that makes it allows a use or leaves one out. Rules that only make another stronger, and changes of which no more is known, are not here.
-- order: 6
-- columns: place -> place_key, rule -> instrument, what_happened, happened, by_whom, source -> source_url
select
  places.display_name as place,
  instruments.title as rule,
  turns_of_rules.what_happened,
  turns_of_rules.happened,
  turns_of_rules.by_rule,
  turns_of_rules.by_whom,
  sources.title as source,
  sources.url as source_url,
  turns_of_rules.kind,
  turns_of_rules.earliest,
  turns_of_rules.latest,
  turns_of_rules.by_instrument_id as by_instrument,
  turns_of_rules.event_id as event,
  turns_of_rules.source_id as source_key,
  places.place_id as place_key,
  turns_of_rules.instrument_id as instrument
from turns_of_rules
join instruments on instruments.instrument_id = turns_of_rules.instrument_id and instruments.instrument_type <> 'corporate_policy'
join places on places.place_id = instruments.jurisdiction_place_id
left join sources on sources.source_id = turns_of_rules.source_id
order by turns_of_rules.day desc, turns_of_rules.instrument_id, turns_of_rules.what_happened
