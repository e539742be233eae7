-- title: Who may still use it in a place on a day?
-- description: Actors and uses that the rules of a place leave out, allow, or allow under conditions, while those rules are in force. Who is not listed is not thereby barred, nor allowed.
-- order: 4
-- parameter: place = us-va (the key of a place)
-- parameter: date = 2021-08-15 (a day, as YYYY-MM-DD)
select
  uses_by_period.place,
  uses_by_period.regulated_actor as actor,
  uses_by_period.activity as use,
  uses_by_period.technology,
  uses_by_period.context,
  uses_by_period.modality,
  case
    when until is null and evidence_date < :date then 'no_later_event_found'
    else status
  end as status,
  uses_by_period.since,
  uses_by_period.until,
  uses_by_period.evidence_date as status_as_of,
  uses_by_period.instrument_id as instrument,
  uses_by_period.title,
  uses_by_period.number,
  sources.title as source,
  sources.url as source_url,
  uses_by_period.scope_id as scope
from uses_by_period
join instrument_scopes on instrument_scopes.scope_id = uses_by_period.scope_id
left join sources on sources.source_id = instrument_scopes.source_id
where uses_by_period.place_id = :place
  and uses_by_period.modality in ('not_covered', 'permitted', 'conditional', 'local_decision', 'regulated')
  and uses_by_period.status in (select statuses_in_force.status from statuses_in_force)
  and uses_by_period.since <= :date
  and (uses_by_period.until is null or uses_by_period.until > :date)
order by uses_by_period.regulated_actor, uses_by_period.activity, uses_by_period.scope_id
