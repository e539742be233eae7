-- title: How rules were weakened or ended
-- description: Each turn that ended a rule, took a part of it away or made an exception to it, or that may have: with its date, the rule that did it, and who made that rule. A change counts as weakening where all that is recorded of the rule that makes it allows a use, also under conditions, or leaves one out. A change of which nothing says more than that it happened is not here.
-- column: instrument_id = the key of the rule that was weakened or ended
-- column: kind = ended, weakened, disputed or not_known
-- column: what_happened = what happened, in words
-- column: happened = the date as exactly as the source gives it
-- column: earliest = the earliest day that it can mean
-- column: latest = the latest day that it can mean
-- column: day = the day from which it counts, for computing
-- column: by_instrument_id = the key of the rule that did it; empty where an event of the rule itself did
-- column: by_rule = that rule in plain words
-- column: by_whom = who made that rule, or whose rule it was that ended
-- column: event_id = the key of the event
-- column: source_id = the document that says so; empty where none is named
with changed as (
  select
    status_periods.*,
    events.event_type,
    instrument_relations.relation,
    others.title as by_rule,
    row_number() over (
      partition by status_periods.instrument_id, status_periods.since
      order by instrument_relations.relation
    ) as place
  from status_periods
  left join events on events.event_id = status_periods.event_id
  left join instruments as others on others.instrument_id = status_periods.by_instrument_id
  left join instrument_relations
    on instrument_relations.from_instrument_id = status_periods.by_instrument_id
    and instrument_relations.to_instrument_id = status_periods.instrument_id
),
turns as (
  select
    changed.*,
    case
      when status in ('expired', 'repealed', 'superseded') then 'ended'
      when status = 'superseded_in_part' or relation = 'creates_exception_to' then 'weakened'
      when status = 'amended' and relation = 'amends' and by_instrument_id in (
        select instrument_scopes.instrument_id
        from instrument_scopes
        join modalities on modalities.modality = instrument_scopes.modality
        group by instrument_scopes.instrument_id
        having min(case when modalities.outcome in ('allowed', 'conditions', 'not_covered') then 1 else 0 end) = 1
      ) then 'weakened'
      when status = 'disputed' and event_type in ('expired', 'repealed', 'scheduled_expiry') then 'disputed'
      when status = 'unknown' then 'not_known'
    end as kind
  from changed
  where place = 1
)
select
  turns.instrument_id,
  turns.kind,
  case
    when turns.status = 'expired' then 'It ended by its own terms.'
    when turns.status = 'repealed' then 'It was repealed.'
    when turns.status = 'superseded' then 'Another rule took its place.'
    when turns.status = 'superseded_in_part' then 'Another rule took the place of a part of it.'
    when turns.relation = 'creates_exception_to' then 'Another rule made an exception to it.'
    when turns.kind = 'weakened' then 'It was changed by a rule that allows a use, or leaves one out.'
    when turns.kind = 'disputed' and turns.by_instrument_id is not null then 'What replaced it was due to end. Sources disagree on what holds since.'
    when turns.kind = 'disputed' then 'It was due to end. Sources disagree whether it did, or on what holds since.'
    else 'It was due to end. Whether it did is not known.'
  end as what_happened,
  turns.since_as_written as happened,
  turns.since_earliest as earliest,
  turns.since_latest as latest,
  turns.since as day,
  turns.by_instrument_id,
  turns.by_rule,
  organizations.name as by_whom,
  turns.event_id,
  coalesce(evidence.source_id, events.source_id) as source_id
from turns
join instruments on instruments.instrument_id = coalesce(turns.by_instrument_id, turns.instrument_id)
left join organizations on organizations.org_id = instruments.issuer_org_id
left join events on events.event_id = turns.event_id
left join (
  select event_id, min(evidence_id) as evidence_id
  from evidence
  where event_id is not null and stance = 'supports' and field in ('date_edtf', 'whole_record')
  group by event_id
) as first_evidence on first_evidence.event_id = turns.event_id
left join evidence on evidence.evidence_id = first_evidence.evidence_id
where turns.kind is not null
