-- title: How each rule was adopted
-- description: The event that adopted each rule or policy, the last where it took several: a vote of the council, a signature, a vote of the people, or the announcement of a company. What failed was not adopted.
-- column: instrument_id = the key of the rule or policy
-- column: event_id = the key of the event
-- column: adopted = the date as exactly as the source gives it
-- column: earliest = the earliest day that it can mean
-- column: latest = the latest day that it can mean
-- column: how = who adopted it, in words
-- column: source_id = the document that says so; empty where none is named
select instrument_id, event_id, adopted, earliest, latest, how, source_id
from (
  select
    events.instrument_id,
    events.event_id,
    events.date_edtf as adopted,
    dates.earliest,
    dates.latest,
    case events.event_type
      when 'announced' then 'announced by ' || case organizations.org_type when 'company' then '' else 'the ' end || coalesce(organizations.name, 'company')
      when 'ballot_vote' then 'adopted by ' || case when organizations.org_type = 'electorate' then organizations.name else 'the voters' end
      when 'signed' then 'passed by the ' || coalesce(organizations.name, 'legislature') || ' and signed'
      else case instruments.instrument_type when 'directive' then 'ordered by ' when 'agency_order' then 'decided by ' else 'passed by ' end
        || coalesce('the ' || organizations.name, 'a body that is not recorded')
    end as how,
    coalesce(evidence.source_id, events.source_id) as source_id,
    row_number() over (partition by events.instrument_id order by dates.latest desc, events.event_id desc) as place
  from events
  join dates on dates.edtf = events.date_edtf
  join instruments on instruments.instrument_id = events.instrument_id
  left join organizations on organizations.org_id = instruments.issuer_org_id
  left join (
    select event_id, min(evidence_id) as evidence_id
    from evidence
    where event_id is not null and stance = 'supports' and field in ('date_edtf', 'whole_record')
    group by event_id
  ) as first_evidence on first_evidence.event_id = events.event_id
  left join evidence on evidence.evidence_id = first_evidence.evidence_id
  where events.event_type in ('enacted', 'signed', 'ballot_vote', 'announced')
) as steps
where place = 1
