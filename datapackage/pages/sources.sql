-- title: Sources
-- page: site
-- shape: sources
select
  source_id as key,
  title,
  publisher,
  published_edtf as date,
  url,
  case source_type
    when 'press_release' then 'Press release'
    when 'reference' then 'Reference'
    when 'reference_data' then 'Reference data'
    when 'letter' then 'Letter'
    when 'news' then 'Press'
    when 'legislation_text' then 'Text of the law'
    when 'legislative_record' then 'Record of the bill or meeting'
    when 'legal_commentary' then 'Legal commentary'
    when 'database' then 'Database'
    when 'blog' then 'Blog'
    when 'event_notice' then 'Notice'
    else 'Legal filing'
  end
    || case tier
      when 'primary_official' then ', official'
      when 'tertiary' then ', a copy'
      else ''
    end
    || case access_level when 'full_text' then ' · read in full' else ' · read as an excerpt' end
    || coalesce(' on ' || retrieved_on, '') as words,
  'sources' as record_table,
  source_id as record_key
from sources
