-- title: How it relates to other rules
-- page: record instruments
-- shape: records
-- order: 4
select
  other.title as label,
  case when instrument_relations.from_instrument_id = :key
    then 'This rule ' || coalesce(vocabularies.definition, replace(instrument_relations.relation, '_', ' '))
    else 'The other rule ' || replace(replace(coalesce(vocabularies.definition, replace(instrument_relations.relation, '_', ' ')), 'the other instrument', 'this one'), 'the other rule', 'this one')
  end || coalesce('. ' || instrument_relations.note, '.') as words,
  'instruments' as record_table,
  other.instrument_id as record_key
from instrument_relations
join instruments as other
  on other.instrument_id = case when instrument_relations.from_instrument_id = :key then instrument_relations.to_instrument_id else instrument_relations.from_instrument_id end
left join vocabularies on vocabularies.vocabulary = 'relation' and vocabularies.term = instrument_relations.relation
where :key in (instrument_relations.from_instrument_id, instrument_relations.to_instrument_id)
order by instrument_relations.relation_id
