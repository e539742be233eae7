-- title: What was allowed or barred, when
-- description: Status over time for each scope, one row for each use, actor and period, with the rule and its place. A rule without a recorded scope stands with empty actor and use.
-- column: instrument_id = the key of the rule or policy
-- column: scope_id = the key of the scope; empty where none is recorded
-- column: title = the rule or policy in plain words
-- column: number = its official number; where none is recorded that of its bill; never that of an agenda, a docket or an order
-- column: issuer = the body or company that made it
-- column: place_id = the key of the place
-- column: place = the place, a municipality always with its state
-- column: regulated_actor = whom it binds
-- column: activity = the use
-- column: technology = which technology
-- column: context = in which setting
-- column: modality = barred, halted, allowed or left out
-- column: status = the status of the rule in the period
-- column: since = the first day of the period
-- column: until = the first day on which it no longer held; empty where nothing ended it
-- column: since_as_written = the date behind since as exactly as the source gives it
-- column: since_earliest = the earliest day on which the period can have begun
-- column: since_latest = the latest day on which the period can have begun
-- column: until_as_written = the date behind until as exactly as the source gives it
-- column: until_earliest = the earliest day on which it can have ended
-- column: until_latest = the latest day on which it can have ended
-- column: by_instrument_id = the other rule that brought the status about
-- column: applies_since = the day since which the rule applies, whatever changed it later
-- column: applies_since_as_written = the date behind it as exactly as the source gives it
-- column: applies_since_earliest = the earliest day on which it can have begun to apply
-- column: applies_since_latest = the latest day on which it can have begun to apply
-- column: effective_date_known = whether that is its effective date (yes) or its adoption, because no effective date was found (no)
-- column: in_words = the status as a reader would say it
-- column: evidence_date = the last date in the period for which a source speaks of the rule, as exactly as it is known; empty where none does
-- column: evidence_source_id = the document that speaks for that date
-- column: caution = what a reader should know of the sources of the rule
select
  status_periods.instrument_id,
  instrument_scopes.scope_id,
  instruments.title,
  numbers_of_rules.number,
  organizations.name as issuer,
  instruments.jurisdiction_place_id as place_id,
  places.display_name as place,
  instrument_scopes.regulated_actor,
  instrument_scopes.activity,
  instrument_scopes.technology,
  instrument_scopes.context,
  instrument_scopes.modality,
  status_periods.status,
  case when scope_start.earliest > status_periods.since then scope_start.earliest else status_periods.since end as since,
  status_periods.until,
  case when scope_start.earliest > status_periods.since then scope_start.edtf else status_periods.since_as_written end as since_as_written,
  case when scope_start.earliest > status_periods.since then scope_start.earliest else status_periods.since_earliest end as since_earliest,
  case when scope_start.earliest > status_periods.since then scope_start.latest else status_periods.since_latest end as since_latest,
  status_periods.until_as_written,
  status_periods.until_earliest,
  status_periods.until_latest,
  status_periods.by_instrument_id,
  status_periods.applies_since,
  status_periods.applies_since_as_written,
  status_periods.applies_since_earliest,
  status_periods.applies_since_latest,
  status_periods.effective_date_known,
  status_periods.in_words,
  case when scope_start.earliest is null or status_periods.evidence_date >= substr(scope_start.earliest, 1, length(status_periods.evidence_date)) then status_periods.evidence_date end as evidence_date,
  case when scope_start.earliest is null or status_periods.evidence_date >= substr(scope_start.earliest, 1, length(status_periods.evidence_date)) then status_periods.evidence_source_id end as evidence_source_id,
  case
    when recorded.instrument_id is null then 'no official record and no document of a party was read'
  end as caution
from status_periods
join instruments on instruments.instrument_id = status_periods.instrument_id
left join numbers_of_rules on numbers_of_rules.instrument_id = instruments.instrument_id
left join organizations on organizations.org_id = instruments.issuer_org_id
left join places on places.place_id = instruments.jurisdiction_place_id
left join instrument_scopes on instrument_scopes.instrument_id = status_periods.instrument_id
left join dates as scope_start on scope_start.edtf = instrument_scopes.valid_from_edtf
left join (
  select distinct coalesce(evidence.instrument_id, events.instrument_id) as instrument_id
  from evidence
  join sources on sources.source_id = evidence.source_id
  left join events on events.event_id = evidence.event_id
  where evidence.stance in ('supports', 'qualifies')
    and sources.source_id <> 'aclu-20210518'
    and sources.tier in ('primary_official', 'primary_party')
) as recorded on recorded.instrument_id = status_periods.instrument_id
where scope_start.earliest is null or status_periods.until is null or scope_start.earliest < status_periods.until
