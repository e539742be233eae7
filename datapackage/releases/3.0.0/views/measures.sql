-- title: Measures
-- description: What each rule or company policy covers, one row for each scope, with its place, its state and the document that supports it: the text of the rule first where it is held, and what the founding statement says of it apart. Whether a rule held on a day is answered by status_on.
-- column: scope_id = the key of the scope
-- column: instrument_id = the key of the rule or policy
-- column: what = the rule or policy in plain words
-- column: covers = what is barred, halted, allowed or left out, as a sentence
-- column: effect = what it does, in one word
-- column: instrument_type = what kind of act made it
-- column: number = its official number; where none is recorded that of its bill
-- column: issuer = the organization that made it
-- column: place_id = the key of the place; the country for a company policy
-- column: place = the place, a municipality always with its state
-- column: place_type = state or municipality
-- column: state = the two-letter code of the state
-- column: state_name = the name of the state
-- column: regulated_actor = whom it binds
-- column: activity = what they may not do
-- column: technology = which technology is meant
-- column: context = in which setting
-- column: modality = barred, halted, allowed or left out
-- column: list = the question that lists it, prohibitions or suspensions; empty for others
-- column: source = the title of the document that is shown first
-- column: source_kind = what that document is to the rule
-- column: source_id = the key of that document; empty where only the statement speaks of the scope
-- column: source_url = where that document is on the web
-- column: locator = where in that document; empty where it was not recorded
-- column: as_stated = what the statement of 18 May 2021 says of it: prohibited, suspended or not_mentioned
-- column: as_stated_locator = where in the statement
select
  instrument_scopes.scope_id,
  instruments.instrument_id,
  instruments.title as what,
  scopes_in_words.covers,
  instruments.effect,
  instruments.instrument_type,
  numbers_of_rules.number,
  organizations.name as issuer,
  places.place_id,
  places.display_name as place,
  places.place_type,
  substr(places.iso_3166_2, 4) as state,
  states.name as state_name,
  instrument_scopes.regulated_actor,
  instrument_scopes.activity,
  instrument_scopes.technology,
  instrument_scopes.context,
  instrument_scopes.modality,
  modalities.list,
  sources_of_scopes.source,
  sources_of_scopes.kind as source_kind,
  sources_of_scopes.source_id,
  sources_of_scopes.source_url,
  sources_of_scopes.locator,
  coalesce(sources_of_scopes.as_stated, 'not_mentioned') as as_stated,
  sources_of_scopes.as_stated_locator
from instrument_scopes
join instruments on instruments.instrument_id = instrument_scopes.instrument_id
join modalities on modalities.modality = instrument_scopes.modality
left join scopes_in_words
  on scopes_in_words.regulated_actor = instrument_scopes.regulated_actor
  and scopes_in_words.activity = instrument_scopes.activity
  and scopes_in_words.technology = instrument_scopes.technology
  and scopes_in_words.context = instrument_scopes.context
  and scopes_in_words.modality = instrument_scopes.modality
left join numbers_of_rules on numbers_of_rules.instrument_id = instruments.instrument_id
left join organizations on organizations.org_id = instruments.issuer_org_id
left join places on places.place_id = instruments.jurisdiction_place_id
left join places as states on states.iso_3166_2 = places.iso_3166_2 and states.place_type = 'state'
left join sources_of_scopes on sources_of_scopes.scope_id = instrument_scopes.scope_id
