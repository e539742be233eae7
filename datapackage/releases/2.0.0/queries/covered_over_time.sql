-- title: What did a rule or policy cover at each date?
-- description: The life of one rule or policy, such as Amazon's pause from its first announcement to its later description by the company: what it covered from when to when, and the events between. The sources that narrow or widen a cell are in evidence_for.
-- order: 5
-- parameter: instrument = amazon-1 (the key of the rule or policy)
with told as (
  select
    uses_by_period.since,
    uses_by_period.until,
    'covers' as kind,
    uses_by_period.status,
    uses_by_period.modality,
    uses_by_period.regulated_actor as actor,
    uses_by_period.activity,
    uses_by_period.technology,
    uses_by_period.context,
    instrument_scopes.note as what,
    uses_by_period.evidence_date as status_as_of,
    coalesce(instrument_scopes.source_id, evidence.source_id) as source_id,
    coalesce(uses_by_period.scope_id, uses_by_period.instrument_id) as record
  from uses_by_period
  left join instrument_scopes on instrument_scopes.scope_id = uses_by_period.scope_id
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
    null,
    'event',
    events.event_type,
    null,
    null,
    null,
    null,
    null,
    events.title,
    events.date_edtf,
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
  sources.title as source,
  sources.published_edtf as published,
  sources.url as source_url,
  told.record
from told
left join sources on sources.source_id = told.source_id
order by told.since, told.kind desc, told.record, told.until nulls last
