-- title: Summary
-- page: record sources
-- shape: summary
select
  upper(substr(replace(source_type, '_', ' '), 1, 1)) || substr(replace(source_type, '_', ' '), 2)
    || coalesce(' published by ' || publisher, '')
    || '. ' || case access_level when 'full_text' then 'It was read in full.' else 'Only parts of it were at hand.' end
    || ' ' || case (select count(*) from evidence where source_id = :key)
      when 0 then 'No piece of evidence is taken from it.'
      when 1 then 'One piece of evidence is taken from it.'
      else (select count(*) from evidence where source_id = :key) || ' pieces of evidence are taken from it.'
    end as words
from sources
where source_id = :key
union all
select note from sources where source_id = :key and note is not null
