-- title: Statuses of a rule in force
-- description: The statuses in which a rule applies, whole, changed or in part, as the vocabulary maps them to schema.org.
-- column: status = the term of the vocabulary status
select term as status
from vocabularies
where vocabulary = 'status' and maps_to in ('schema:InForce', 'schema:PartiallyInForce')
