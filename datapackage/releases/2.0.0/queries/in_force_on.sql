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
  replace(modality || ': ' || activity || ' of ' || technology, '_', ' ')
    || ' by ' || (select words from actors_in_words where actors_in_words.regulated_actor = uses_by_period.regulated_actor)
    || case when context in ('any', 'unspecified') then '' else '; setting: ' || replace(context, '_', ' ') end
    as covers,
  in_words || case
    when until is null and evidence_date < :date and status in ('in_force', 'amended', 'superseded_in_part')
      then '; nothing later than ' || evidence_date || ' was found'
    else ''
  end as in_words,
  case
    when until is null and evidence_date < :date and status in ('in_force', 'amended', 'superseded_in_part')
      then 'no_later_event_found'
    else status
  end as status,
  status as last_known_status,
  applies_since,
  since,
  until,
  evidence_date as status_as_of,
  by_instrument_id as changed_by,
  case effective_date_known when 'no' then 'it is taken to apply from its adoption; the effective date was not found' end as about_the_start,
  caution,
  number,
  instrument_id as instrument,
  place_id as place_key,
  regulated_actor as actor,
  activity as use,
  technology,
  context,
  modality,
  scope_id as scope
from uses_by_period
where status in ('in_force', 'amended', 'superseded_in_part')
  and since <= :date
  and (until is null or until > :date)
  and (:place = '' or place_id = :place or substr(place_id, 1, length(:place) + 1) = :place || '-')
  and (:activity = '' or activity = :activity)
  and (
    :actor = ''
    or regulated_actor in (select actor_parts.regulated_actor from actor_parts where actor_parts.part = :actor)
  )
order by
  case when until is null and evidence_date < :date then 1 else 0 end,
  place nulls last, instrument_id, regulated_actor nulls last, activity nulls last, technology nulls last, context nulls last, scope_id nulls last
