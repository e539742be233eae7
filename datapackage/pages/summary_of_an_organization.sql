-- title: Summary
-- page: record organizations
-- shape: summary
select
  organizations.name || ': ' || coalesce(vocabularies.definition, replace(organizations.org_type, '_', ' '))
    || coalesce(' (' || places.display_name || ')', '') || '. '
    || case (select count(*) from instruments where issuer_org_id = :key)
      when 0 then 'No rule or policy of its own is recorded.'
      when 1 then 'One rule or policy of its own is recorded.'
      else (select count(*) from instruments where issuer_org_id = :key) || ' rules or policies of its own are recorded.'
    end
    || case (select count(distinct event_id) from event_participants where org_id = :key)
      when 0 then ''
      when 1 then ' It took part in one recorded event.'
      else ' It took part in ' || (select count(distinct event_id) from event_participants where org_id = :key) || ' recorded events.'
    end as words
from organizations
left join vocabularies on vocabularies.vocabulary = 'org_type' and vocabularies.term = organizations.org_type
left join places on places.place_id = organizations.place_id
where organizations.org_id = :key
