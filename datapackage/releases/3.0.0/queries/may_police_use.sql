-- title: May police use face recognition in a place on a day?
-- description: One row: the answer in a sentence, with the rules behind it, the last day for which a source confirms it, and that source. The strictest of the place's own rules and its state's counts. Since and until are the dates on which the answer changed or was confirmed again, as the sources write them. A day after the last confirmation is answered by what was last confirmed, since nothing later was found.
-- order: 0
-- columns: place -> place_key, sentence, more, last_confirmed, source -> source_url
-- parameter: place: key of places = us-me-portland (a state, county or municipality)
-- parameter: date: date = 2021-05-18 (a day, as YYYY-MM-DD)
select
  places.display_name as place,
  coalesce(place_statuses.sentence, 'The register answers this for states, counties and municipalities only.') as sentence,
  place_statuses.more,
  place_statuses.place_status as status,
  place_statuses.rules,
  place_statuses.last_confirmed,
  case
    when place_statuses.last_confirmed is null then null
    when place_statuses.last_confirmed = :date then 'yes'
    else 'no'
  end as confirmed_for_the_day,
  sources.title as source,
  sources.url as source_url,
  coalesce(place_statuses.since_as_written, cast(place_statuses.since as varchar)) as since,
  coalesce(following.since_as_written, cast(place_statuses.until as varchar)) as until,
  place_statuses.source_id as source_key,
  places.place_id as place_key
from places
left join place_statuses
  on place_statuses.place_id = places.place_id
  and (place_statuses.since is null or cast(place_statuses.since as varchar) <= :date)
  and (place_statuses.until is null or cast(place_statuses.until as varchar) > :date)
left join place_statuses as following on following.place_id = places.place_id and following.period = place_statuses.period + 1
left join sources on sources.source_id = place_statuses.source_id
where places.place_id = :place
