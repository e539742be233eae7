-- table: events
-- key: event_id
-- message: {name} reads like the name of a person
-- hint: tell a harm by its place, date and case number; whoever was harmed is never named, and a case name such as one party v. another names them too
-- severity: error
select event_id, name
from (
  select event_id, unnest(regexp_extract_all(concat_ws(' / ', title, outcome, note), '[A-Z][a-z]+ (?:[A-Z]\. |v\. )?[A-Z][a-z]+')) as name
  from events where event_type in ('harm', 'settlement')
) as found
where not exists (select 1 from places where contains(display_name, name))
  and not exists (select 1 from organizations where contains(organizations.name, found.name))
