-- title: What did a rule or policy cover at each date?
-- description: The life of one rule or policy, such as Amazon's pause from its first announcement to its later description by the company: what it covered from when to when, and the events between. The sources that narrow or widen a cell are in evidence_for.
-- order: 24
-- columns: since, until, kind, what, status, source -> source_url
-- parameter: instrument: key of instruments = amazon-1 (a rule or policy)
with told as (
  select
    uses_by_period.since as on_day,
    uses_by_period.since_as_written as since,
    uses_by_period.since_earliest,
    uses_by_period.since_latest,
    uses_by_period.until_as_written as until,
    uses_by_period.until_earliest,
    uses_by_period.until_latest,
    'covers' as kind,
    uses_by_period.status,
    uses_by_period.modality,
    uses_by_period.regulated_actor as actor,
    uses_by_period.activity,
    uses_by_period.technology,
    uses_by_period.context,
    scopes_in_words.covers || coalesce('. ' || instrument_scopes.note, '') as what,
    uses_by_period.evidence_date as status_as_of,
    uses_by_period.evidence_source_id as confirmed_by,
    coalesce(instrument_scopes.source_id, evidence.source_id) as source_id,
    coalesce(uses_by_period.scope_id, uses_by_period.instrument_id) as record
  from uses_by_period
  left join instrument_scopes on instrument_scopes.scope_id = uses_by_period.scope_id
  left join scopes_in_words
    on scopes_in_words.regulated_actor = uses_by_period.regulated_actor
    and scopes_in_words.activity = uses_by_period.activity
    and scopes_in_words.technology = uses_by_period.technology
    and scopes_in_words.context = uses_by_period.context
    and scopes_in_words.modality = uses_by_period.modality
  left join (
    select scope_id, min(evidence_id) as evidence_id
    from evidence
    where scope_id is not null and stance = 'supports'
    group by scope_id
  ) as first_evidence on first_evidence.scope_id = uses_by_period.scope_id
  left join evidence on evidence.evidence_id = first_evidence.evidence_id
  where uses_by_period.instrument_id = :instrument
  union all
  select
    coalesce(dates.earliest, dates.latest),
    events.date_edtf,
    dates.earliest,
    dates.latest,
    null,
    null,
    null,
    'event',
    events.event_type,
    null,
    null,
    null,
    null,
    null,
    events.title,
    null,
    null,
    coalesce(events.source_id, evidence.source_id),
    events.event_id
  from events
  join dates on dates.edtf = events.date_edtf
  left join (
    select event_id, min(evidence_id) as evidence_id
    from evidence
    where event_id is not null and stance = 'supports'
    group by event_id
  ) as first_evidence on first_evidence.event_id = events.event_id
  left join evidence on evidence.evidence_id = first_evidence.evidence_id
  where events.instrument_id = :instrument
)
select
  told.since,
  told.until,
  told.kind,
  told.status,
  told.modality,
  told.actor,
  told.activity as use,
  told.technology,
  told.context,
  told.what,
  told.status_as_of,
  told.confirmed_by,
  sources.title as source,
  sources.published_edtf as published,
  sources.url as source_url,
  told.record,
  told.since_earliest,
  told.since_latest,
  told.until_earliest,
  told.until_latest
from told
left join sources on sources.source_id = told.source_id
order by told.on_day, told.kind desc, told.record, told.until nulls last
