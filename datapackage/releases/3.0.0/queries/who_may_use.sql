-- title: Who may still use it in a place on a day?
-- description: Actors and uses that the rules of a place leave out, allow, or allow under conditions, while those rules are in force. Who is not listed is not thereby barred, nor allowed.
-- order: 4
-- columns: covers, status, since, until, title -> instrument, source -> source_url
-- parameter: place: key of places = us-va (a place)
-- parameter: date: date = 2021-08-15 (a day, as YYYY-MM-DD)
select
  uses_by_period.place,
  scopes_in_words.covers,
  uses_by_period.regulated_actor as actor,
  uses_by_period.activity as use,
  uses_by_period.technology,
  uses_by_period.context,
  uses_by_period.modality,
  case
    when until is null and coalesce(evidence_date, since) < :date then 'no_later_event_found'
    else status
  end as status,
  uses_by_period.since_as_written as since,
  uses_by_period.until_as_written as until,
  uses_by_period.evidence_date as status_as_of,
  uses_by_period.evidence_source_id as confirmed_by,
  uses_by_period.instrument_id as instrument,
  uses_by_period.title,
  uses_by_period.number,
  sources_of_scopes.source,
  sources_of_scopes.kind as source_kind,
  sources_of_scopes.source_url,
  uses_by_period.scope_id as scope,
  uses_by_period.since_earliest,
  uses_by_period.since_latest,
  uses_by_period.until_earliest,
  uses_by_period.until_latest
from uses_by_period
left join sources_of_scopes on sources_of_scopes.scope_id = uses_by_period.scope_id
left join scopes_in_words
  on scopes_in_words.regulated_actor = uses_by_period.regulated_actor
  and scopes_in_words.activity = uses_by_period.activity
  and scopes_in_words.technology = uses_by_period.technology
  and scopes_in_words.context = uses_by_period.context
  and scopes_in_words.modality = uses_by_period.modality
where uses_by_period.place_id = :place
  and uses_by_period.modality in (select modalities.modality from modalities where modalities.list is null)
  and uses_by_period.status in (select statuses_in_force.status from statuses_in_force)
  and uses_by_period.since <= :date
  and (uses_by_period.until is null or uses_by_period.until > :date)
order by uses_by_period.regulated_actor, uses_by_period.activity, uses_by_period.scope_id
