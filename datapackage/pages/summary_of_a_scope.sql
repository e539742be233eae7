-- title: Summary
-- page: record instrument_scopes
-- shape: summary
select
  upper(substr(actor, 1, 1)) || substr(actor, 2) || ': ' || case activity
      when 'request use' then 'asking others to use'
      when 'request via fbi or bmv' then 'asking the FBI or the motor vehicles office to search with'
      when 'use of unsolicited results' then 'using unasked-for results of'
      else case when activity in ('acquire', 'activate', 'use') then substr(activity, 1, length(activity) - 1) else activity end || 'ing'
    end || ' ' || technology || ' is '
    || replace(coalesce(definition, modality), 'the instrument', 'the rule') || case when context in ('any', 'unspecified') then '' else '. Setting: ' || replace(context, '_', ' ') end || '.' as words
from (
  select
    instrument_scopes.*,
    case regulated_actor
      when 'local_government_all' then 'all of local government'
      when 'unspecified' then 'bodies that the source does not name'
      when 'vendor' then 'the vendor itself'
      else replace(regulated_actor, '_', ' ')
    end as actor,
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
