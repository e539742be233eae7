-- title: Duties
-- description: The coded questions that ask for a duty of those who use the technology, with what to call each.
-- column: duty = the question, as a term
-- column: words = what to call the duty
select
  term as duty,
  case term
    when 'audit' then 'audit of compliance'
    when 'disclosure' then 'disclosure to the person concerned'
    when 'reporting' then 'reports to the public or a public body'
    when 'review' then 'review of the rule or the technology'
    else 'test or accuracy of the technology'
  end as words
from vocabularies
where vocabulary = 'question' and term in ('audit', 'disclosure', 'reporting', 'review', 'testing')
