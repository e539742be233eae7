-- title: What is left of each company's pause?
-- page: question company_pauses
-- shape: answer
select
  sum(coalesce(what_is_left, '') not in ('', 'What it covers is not coded.')) || ' of ' || count(*) || ' policies of companies still hold something, as last confirmed' as sentence,
  null as status,
  (select 'The latest that is confirmed: ' || company || ', ' || last_confirmed || '.' from answer where last_confirmed is not null order by last_confirmed desc limit 1) as certainty
from answer
having count(*) > 0
