-- title: Summary
-- page: record instrument_scopes
-- shape: summary
select
  upper(substr(actor, 1, 1)) || substr(actor, 2) || ': to ' || activity || case when activity like '% use' then ' of ' else ' ' end || technology || ' is '
    || coalesce(definition, modality) || case when context in ('any', 'unspecified') then '' else '. Setting: ' || replace(context, '_', ' ') end || '.' as words
from (
  select
    instrument_scopes.*,
    replace(instrument_scopes.regulated_actor, '_', ' ') as actor,
    vocabularies.definition
  from (
    select scope_id, regulated_actor, replace(activity, '_', ' ') as activity, replace(technology, '_', ' ') as technology, context, replace(modality, '_', ' ') as modality, modality as term
    from instrument_scopes
    where scope_id = :key
  ) as instrument_scopes
  left join vocabularies on vocabularies.vocabulary = 'modality' and vocabularies.term = instrument_scopes.term
)
union all
select note from instrument_scopes where scope_id = :key and note is not null
