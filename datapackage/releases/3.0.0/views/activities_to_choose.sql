-- title: What may be asked for
-- description: Every activity of which a rule or policy speaks, in words.
-- column: activity = the term of the vocabulary
-- column: words = what it means
select distinct instrument_scopes.activity, vocabularies.definition as words
from instrument_scopes
join vocabularies on vocabularies.vocabulary = 'activity' and vocabularies.term = instrument_scopes.activity
order by 2
