-- title: Sources by kind
-- description: How close the publisher stands to what a document tells, and how much of the documents was read. Read as excerpt means that only parts of the document were at hand.
-- page: method
-- shape: table
-- order: 1
select
  case tier
    when 'primary_official' then 'Official: published by a public body'
    when 'primary_party' then 'By a party to what it tells'
    when 'secondary_news' then 'Press'
    when 'secondary_reference' then 'Tracker, database or commentary'
    else 'Copy, repost or aggregator'
  end as kind,
  count(*) as documents,
  sum(access_level = 'full_text') as read_in_full,
  sum(access_level = 'excerpt') as read_as_excerpt
from sources
group by tier
order by min(case tier
  when 'primary_official' then 1 when 'primary_party' then 2 when 'secondary_news' then 3 when 'secondary_reference' then 4 else 5
end)
