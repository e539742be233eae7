-- title: What was the status of each rule on a day?
-- description: Every rule and policy with what it covers and its status on the day, computed from events. After the last evidence an open rule is shown as no_later_event_found, with its last known status beside it: that is less than in force. Since and until are the days of the status; applies_since is the first day of the rule. Leave place, actor and activity empty to see all; a state includes its cities, and an actor is found in every rule that includes it.
-- order: 1
-- parameter: date = 2021-05-18 (a day, as YYYY-MM-DD)
-- parameter: place = us-va (the key of a place, or empty)
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
  and (:place = '' or place_key = :place or substr(place_key, 1, length(:place) + 1) = :place || '-')
  and (:activity = '' or use = :activity)
  and (
    :actor = ''
    or actor in (select actor_parts.regulated_actor from actor_parts where actor_parts.part = :actor)
  )
order by place nulls last, instrument, actor nulls last, use nulls last, technology nulls last, context nulls last, scope nulls last
