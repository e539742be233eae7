-- title: What was in force on a day?
-- description: Every rule and policy that applied on the day, with what it covers: in force, changed, or replaced in part. Rules that a source confirms for the day or later come first. Then come those of which nothing later than an earlier date was found: they may still hold, or may not. Since and until are the dates of the status, and applies_since is that of the rule, as the sources write them; the earliest and latest day that each can mean stand at the end. The date in status_as_of stands only where a source speaks for it, which confirmed_by names. A place that is missing is one for which no rule is recorded, not one without a rule. Leave place, actor and activity empty to see all; a state includes its cities, a city shows the rules of its state that can bind a body of the city, named as such in rule_of, and an actor is found in every rule that includes it.
-- order: 1
-- columns: place -> place_key, title -> instrument, covers, in_words, applies_since, source -> source_url
-- parameter: date: date = 2023-06-01 (a day, as YYYY-MM-DD)
-- parameter: place: key of places or empty =  (a place)
-- parameter: actor: choice of actors_to_choose or empty =  (who does it)
-- parameter: activity: choice of activities_to_choose or empty =  (what is done with it)
select
  place,
  case
    when :place = '' or place_key = :place then 'the place'
    when substr(place_key, 1, length(:place) + 1) = :place || '-' then 'a place within it'
    else 'its state'
  end as rule_of,
  title,
  covers,
  in_words || case
    when silent_after is null or silent_after >= :date then ''
    when status_as_of is null then '; no source speaks for a later day'
    else '; last confirmed ' || confirmed.on_words || ', and nothing later was found'
  end as in_words,
  case when silent_after < :date then 'no_later_event_found' else last_known_status end as status,
  last_known_status,
  applies_since,
  since_as_written as since,
  until_as_written as until,
  status_as_of,
  confirmed_by,
  confirming.source,
  confirming.source_url,
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
  scope,
  applies_since_earliest,
  applies_since_latest,
  since_earliest,
  since_latest,
  until_earliest,
  until_latest
from uses_in_words
left join (select source_id, title as source, url as source_url from sources) as confirming on confirming.source_id = confirmed_by
left join (select edtf, on_words from dates) as confirmed on confirmed.edtf = status_as_of
where since <= :date
  and (until is null or until > :date)
  and last_known_status in (select statuses_in_force.status from statuses_in_force)
  and (
    :place = ''
    or place_key = :place
    or substr(place_key, 1, length(:place) + 1) = :place || '-'
    or (
      place_key in (
        select states.place_id
        from places as asked
        join places as states on states.iso_3166_2 = asked.iso_3166_2 and states.place_type = 'state'
        where asked.place_id = :place
      )
      and (actor is null or actor in (select actor_parts.regulated_actor from actor_parts where actor_parts.part not in ('state_police', 'state_agencies')))
    )
  )
  and (:activity = '' or use = :activity)
  and (
    :actor = ''
    or actor in (select actor_parts.regulated_actor from actor_parts where actor_parts.part = :actor)
  )
order by
  case when silent_after < :date then 1 else 0 end,
  place nulls last, instrument, actor nulls last, use nulls last, technology nulls last, context nulls last, scope nulls last
