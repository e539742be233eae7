-- table: instrument_relations
-- key: relation_id
-- message: {from_instrument_id} is related to itself, or to a rule of another place or company
-- hint: relate two different rules of one place, or two policies of one company; preempts joins a rule to one of a place within its own
-- severity: error
select instrument_relations.relation_id, mine.instrument_id as from_instrument_id
from instrument_relations
join instruments as mine on mine.instrument_id = instrument_relations.from_instrument_id
join instruments as other on other.instrument_id = instrument_relations.to_instrument_id
where mine.instrument_id = other.instrument_id
  or (instrument_relations.relation <> 'preempts' and mine.jurisdiction_place_id is distinct from other.jurisdiction_place_id)
  or (instrument_relations.relation = 'preempts'
    and not coalesce(starts_with(other.jurisdiction_place_id, mine.jurisdiction_place_id || '-'), false))
  or (mine.instrument_type = 'corporate_policy' and mine.issuer_org_id is distinct from other.issuer_org_id)
