-- title: Summary
-- page: record instrument_scopes
-- shape: summary
select
  upper(substr(actor, 1, 1)) || substr(actor, 2) || ': ' || case
      when instr(doing, 'the technology') > 0 then replace(doing, 'the technology', technology)
      else doing || ' (' || technology || ')'
    end
    || case modality when 'regulated' then ' must follow the process that the rule sets' else ' is ' || replace(coalesce(definition, modality), 'the instrument', 'the rule') end
    || case when context in ('any', 'unspecified') then '' else '. Setting: ' || replace(context, '_', ' ') end || '.' as words
from (
  select
    instrument_scopes.context,
    instrument_scopes.modality,
    case instrument_scopes.regulated_actor
      when 'local_government_all' then 'all of local government'
      when 'unspecified' then 'bodies that the source does not name'
      when 'vendor' then 'the vendor itself'
      else replace(instrument_scopes.regulated_actor, '_', ' ')
    end as actor,
    coalesce(activities.definition, replace(instrument_scopes.activity, '_', ' ')) as doing,
    replace(instrument_scopes.technology, '_', ' ') as technology,
    modalities.definition
  from instrument_scopes
  left join vocabularies as activities on activities.vocabulary = 'activity' and activities.term = instrument_scopes.activity
  left join vocabularies as modalities on modalities.vocabulary = 'modality' and modalities.term = instrument_scopes.modality
  where instrument_scopes.scope_id = :key
) as scopes
union all
select note from instrument_scopes where scope_id = :key and note is not null
