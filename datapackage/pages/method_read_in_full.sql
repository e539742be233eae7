-- title: Read in full
-- description: All other documents were read as excerpts.
-- page: method
-- shape: table
-- order: 2
select title as document, publisher, published_edtf as published, 'sources' as record_table, source_id as record_key
from sources
where access_level = 'full_text'
order by published_edtf is null, published_edtf, title
