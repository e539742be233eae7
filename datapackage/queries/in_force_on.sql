-- title: What was in force on a day?
-- description: Every rule and policy that applied on the day, with what it covers: in force, changed, or replaced in part. A rule of which nothing later than its last evidence was found is listed too, but apart, as no_later_event_found: that is less than in force. Since and until are the days of the status; applies_since is the first day of the rule. A place that is missing is one for which no rule is recorded, not one without a rule. Leave place, actor and activity empty to see all; a state includes its cities, and an actor is found in every rule that includes it.
-- order: 2
-- parameter: date = 2023-06-01 (a day, as YYYY-MM-DD)
-- parameter: place =  (the key of a place, or empty)
-- parameter: actor =  (such as local_law_enforcement, state_police or schools_public, or empty)
-- parameter: activity =  (such as use, acquire or sell, or empty)
select
  place,
  title,
  covers,
  in_words || coalesce(case when silent_after < :date then '; nothing later than ' || silent_after || ' was found' end, '') as in_words,
  case when silent_after < :date then 'no_later_event_found' else last_known_status end as status,
  last_known_status,
  applies_since,
  since,
  until,
  status_as_of,
  changed_by,
  about_the_start,
  caution,
  number,
  instrument,
  place_key,
  actor,
  use,
  technology,
  context,
  modality,
  scope
from uses_in_words
where since <= :date
  and (until is null or until > :date)
  and last_known_status in (select statuses_in_force.status from statuses_in_force)
  and (:place = '' or place_key = :place or substr(place_key, 1, length(:place) + 1) = :place || '-')
  and (:activity = '' or use = :activity)
  and (
    :actor = ''
    or actor in (select actor_parts.regulated_actor from actor_parts where actor_parts.part = :actor)
  )
order by
  case when silent_after < :date then 1 else 0 end,
  place nulls last, instrument, actor nulls last, use nulls last, technology nulls last, context nulls last, scope nulls last
