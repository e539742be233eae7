-- title: What the evidence says
-- description: Each piece of evidence is one statement: this document supports, qualifies or contradicts one value of one record, or is silent on it. Where documents disagree all are kept, and one is preferred with its reason.
-- page: method
-- shape: table
-- order: 3
select
  stance as the_document,
  count(*) as statements,
  count(distinct source_id) as documents
from evidence
group by stance
order by case stance when 'supports' then 1 when 'qualifies' then 2 when 'contradicts' then 3 else 4 end
