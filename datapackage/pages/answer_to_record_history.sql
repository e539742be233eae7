-- title: Since when is a value known?
-- page: question record_history
-- shape: answer
select
  count(distinct field) || ' fields of this record are told in ' || count(distinct version) || ' releases; ' || count(distinct case when change = 'changed' then field end) || ' of them changed' as sentence,
  null as status
from answer
having count(*) > 0
