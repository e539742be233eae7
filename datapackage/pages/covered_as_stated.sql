-- title: Who is bound
-- description: As the statement of 18 May 2021 puts it.
-- page: record places, instruments, organizations
-- shape: table
-- order: 2
select
  case when :table = 'instruments' then null else instruments.title end as under,
  replace(instrument_scopes.regulated_actor, '_', ' ') as who,
  replace(instrument_scopes.activity, '_', ' ') || ': ' || replace(instrument_scopes.technology, '_', ' ') as what,
  coalesce(vocabularies.definition, instrument_scopes.modality) as how,
  case when instrument_scopes.context in ('any', 'unspecified') then null else replace(instrument_scopes.context, '_', ' ') end as setting,
  'instrument_scopes' as record_table,
  instrument_scopes.scope_id as record_key
from instrument_scopes
join instruments on instruments.instrument_id = instrument_scopes.instrument_id
left join vocabularies on vocabularies.vocabulary = 'modality' and vocabularies.term = instrument_scopes.modality
where :version = '1.0.0'
  and (
    (:table = 'instruments' and instruments.instrument_id = :key)
    or (:table = 'places' and instruments.jurisdiction_place_id = :key)
    or (:table = 'organizations' and instruments.issuer_org_id = :key)
  )
order by instrument_scopes.instrument_id, instrument_scopes.scope_id
