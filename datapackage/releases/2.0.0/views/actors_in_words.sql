-- title: Actors in words
-- description: Each kind of body that a rule binds, in words that fit into a sentence.
-- column: regulated_actor = The term of the vocabulary.
-- column: words = What to call it.
select
  term as regulated_actor,
  case term
    when 'county_government_incl_sheriff' then 'county government and the sheriff'
    when 'individual' then 'individuals'
    when 'law_enforcement_all_in_state' then 'all law enforcement in the state'
    when 'local_government_all' then 'all of local government'
    when 'private_entity' then 'private bodies'
    when 'schools_nonpublic' then 'private schools'
    when 'schools_public' then 'public schools'
    when 'unspecified' then 'bodies that the source does not name'
    when 'us_police_departments' then 'police departments in the United States'
    when 'vendor' then 'the vendor itself'
    else replace(term, '_', ' ')
  end as words
from vocabularies
where vocabulary = 'regulated_actor'
