-- title: Where do sources disagree, and which was preferred?
-- page: question disagreements
-- shape: answer
select
  'Sources disagree on ' || count(distinct record_table || ' ' || record_key || ' ' || field) || case count(distinct record_table || ' ' || record_key || ' ' || field) when 1 then ' value' else ' values' end || ' of ' || count(distinct record_table || ' ' || record_key) || case count(distinct record_table || ' ' || record_key) when 1 then ' record' else ' records' end as sentence,
  null as status
from answer
having count(*) > 0
