-- title: Measures
-- description: What each rule or company policy covers, one row for each scope, with its place, its state and the document that supports it. Whether a rule held on a day is answered by status_on.
-- column: scope_id = the key of the scope
-- column: instrument_id = the key of the rule or policy
-- column: what = the rule or policy in plain words
-- column: effect = what it does, in one word
-- column: instrument_type = what kind of act made it
-- column: number = its official number, or that of its bill; empty where none was found
-- column: issuer = the organisation that made it
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
-- column: source = the title of the document that supports the scope
-- column: source_url = where that document is on the web
-- column: locator = where in that document; empty where it was not recorded
select
  instrument_scopes.scope_id,
  instruments.instrument_id,
  instruments.title as what,
  instruments.effect,
  instruments.instrument_type,
  coalesce(instruments.official_number, instruments.bill_number) as number,
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
  sources.title as source,
  sources.url as source_url,
  evidence.locator
from instrument_scopes
join instruments on instruments.instrument_id = instrument_scopes.instrument_id
left join organizations on organizations.org_id = instruments.issuer_org_id
left join places on places.place_id = instruments.jurisdiction_place_id
left join places as states on states.iso_3166_2 = places.iso_3166_2 and states.place_type = 'state'
left join (
  select scope_id, min(evidence_id) as evidence_id
  from evidence
  where scope_id is not null and stance = 'supports'
  group by scope_id
) as first_evidence on first_evidence.scope_id = instrument_scopes.scope_id
left join evidence on evidence.evidence_id = first_evidence.evidence_id
left join sources on sources.source_id = coalesce(evidence.source_id, instrument_scopes.source_id)
