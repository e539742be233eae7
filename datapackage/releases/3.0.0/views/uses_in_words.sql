-- title: What was allowed or barred, in words
-- description: Status over time for each scope, with what it covers as a sentence. The questions status_on and in_force_on ask it for a day.
-- column: place = the place, a municipality always with its state
-- column: title = the rule or policy in plain words
-- column: covers = what is barred, halted, allowed or left out, for whom and in which setting, as a sentence
-- column: in_words = the status as a reader would say it
-- column: last_known_status = the status of the rule in the period
-- column: applies_since = the date since which the rule applies, as written, whatever changed it later
-- column: applies_since_earliest = the earliest day that this can mean
-- column: applies_since_latest = the latest day that this can mean
-- column: since = the first day of the period, for computing
-- column: until = the first day on which it no longer held, for computing; empty where nothing ended it
-- column: since_as_written = the date behind since as the source writes it
-- column: since_earliest = the earliest day that this can mean
-- column: since_latest = the latest day that this can mean
-- column: until_as_written = the date behind until as the source writes it
-- column: until_earliest = the earliest day that this can mean
-- column: until_latest = the latest day that this can mean
-- column: status_as_of = the last date in the period for which a source speaks of the rule, as exactly as it is known; empty where none does
-- column: confirmed_by = the key of the document that speaks for that date
-- column: silent_after = the date after which no source speaks, where nothing ended a period in which the rule applies: of a later day it is known only that nothing was found
-- column: changed_by = the other rule that brought the status about
-- column: about_the_start = said where the rule is taken to apply from its adoption
-- column: caution = what a reader should know of the sources of the rule
-- column: number = its official number; where none is recorded that of its bill
-- column: instrument = the key of the rule or policy
-- column: place_key = the key of the place
-- column: actor = whom it binds
-- column: use = the use
-- column: technology = which technology
-- column: context = in which setting
-- column: modality = barred, halted, allowed or left out
-- column: scope = the key of the scope; empty where none is recorded
select
  uses_by_period.place,
  uses_by_period.title,
  scopes_in_words.covers,
  uses_by_period.in_words,
  uses_by_period.status as last_known_status,
  uses_by_period.applies_since_as_written as applies_since,
  uses_by_period.applies_since_earliest,
  uses_by_period.applies_since_latest,
  uses_by_period.since,
  uses_by_period.until,
  uses_by_period.since_as_written,
  uses_by_period.since_earliest,
  uses_by_period.since_latest,
  uses_by_period.until_as_written,
  uses_by_period.until_earliest,
  uses_by_period.until_latest,
  uses_by_period.evidence_date as status_as_of,
  uses_by_period.evidence_source_id as confirmed_by,
  case
    when uses_by_period.until is null and uses_by_period.applies_since is not null
      then coalesce(uses_by_period.evidence_date, uses_by_period.since)
  end as silent_after,
  uses_by_period.by_instrument_id as changed_by,
  case uses_by_period.effective_date_known
    when 'no' then 'it is taken to apply from its adoption; the effective date was not found'
  end as about_the_start,
  uses_by_period.caution,
  uses_by_period.number,
  uses_by_period.instrument_id as instrument,
  uses_by_period.place_id as place_key,
  uses_by_period.regulated_actor as actor,
  uses_by_period.activity as use,
  uses_by_period.technology,
  uses_by_period.context,
  uses_by_period.modality,
  uses_by_period.scope_id as scope
from uses_by_period
left join scopes_in_words
  on scopes_in_words.regulated_actor = uses_by_period.regulated_actor
  and scopes_in_words.activity = uses_by_period.activity
  and scopes_in_words.technology = uses_by_period.technology
  and scopes_in_words.context = uses_by_period.context
  and scopes_in_words.modality = uses_by_period.modality
