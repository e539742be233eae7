-- title: Actors in words
-- description: Each kind of body that a rule binds, in words that fit into a sentence.
-- column: regulated_actor = The term of the vocabulary.
-- column: words = What to call it.
-- column: subject = What to call it as the subject of a sentence that says what it may and may not do.
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
  end as words,
  case term
    when 'baltimore_police' then 'the Baltimore police'
    when 'city_government' then 'city departments other than the police'
    when 'county_government_incl_sheriff' then 'county departments and the sheriff'
    when 'federally_regulated_port_and_airport' then 'the port and the airport under federal rules'
    when 'individual' then 'individuals'
    when 'law_enforcement' then 'law enforcement agencies'
    when 'law_enforcement_all_in_state' then 'law enforcement agencies in the state'
    when 'local_government_all' then 'departments of the local government, police included,'
    when 'local_law_enforcement' then 'local police'
    when 'private_entity' then 'private bodies'
    when 'schools_nonpublic' then 'private schools'
    when 'schools_public' then 'public schools'
    when 'state_and_local_government' then 'public bodies of the state and of its local governments'
    when 'state_police' then 'the state police'
    when 'unspecified' then 'bodies that the source does not name'
    when 'us_police_departments' then 'police departments in the United States'
    when 'vendor' then 'the company'
    else replace(term, '_', ' ')
  end as subject
from vocabularies
where vocabulary = 'regulated_actor'
