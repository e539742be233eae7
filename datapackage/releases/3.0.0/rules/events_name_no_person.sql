-- table: events
-- key: event_id
-- message: {person} reads like the name of a person
-- hint: tell a harm by its place, date and case number; whoever was harmed is never named, and a case name such as one party v. another names them too
-- severity: error
select event_id, person
from (
  select event_id, unnest(regexp_extract_all(concat_ws(' / ', title, outcome, note), '[A-Z][a-z]+ (?:[A-Z]\. |v\. )?[A-Z][a-z]+')) as person
  from events where event_type in ('harm', 'settlement')
) as found
where not exists (select 1 from places where contains(places.display_name, found.person))
  and not exists (select 1 from organizations where contains(organizations.name, found.person))
