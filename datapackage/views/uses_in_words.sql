-- title: What was allowed or barred, in words
-- description: Status over time for each scope, with what it covers in words. The questions status_on and in_force_on ask it for a day.
-- column: place = the place, a municipality always with its state
-- column: title = the rule or policy in plain words
-- column: covers = what is barred, halted, allowed or left out, for whom and in which setting
-- column: in_words = the status as a reader would say it
-- column: last_known_status = the status of the rule in the period
-- column: applies_since = the day since which the rule applies, whatever changed it later
-- column: since = the first day of the period
-- column: until = the first day on which it no longer held; empty where nothing ended it
-- column: status_as_of = the last day for which a source speaks of the rule
-- column: silent_after = that day, where nothing ended a period in which the rule applies: of a later day it is known only that nothing was found
-- column: changed_by = the other rule that brought the status about
-- column: about_the_start = said where the rule is taken to apply from its adoption
-- column: caution = what a reader should know of the sources of the rule
-- column: number = its official number, or that of its bill
-- column: instrument = the key of the rule or policy
-- column: place_key = the key of the place
-- column: actor = whom it binds
-- column: use = the use
-- column: technology = which technology
-- column: context = in which setting
-- column: modality = barred, halted, allowed or left out
-- column: scope = the key of the scope; empty where none is recorded
select
  place,
  title,
  replace(modality || ': ' || activity || ' of ' || technology, '_', ' ')
    || ' by ' || (select words from actors_in_words where actors_in_words.regulated_actor = uses_by_period.regulated_actor)
    || case when context in ('any', 'unspecified') then '' else '; setting: ' || replace(context, '_', ' ') end
    as covers,
  in_words,
  status as last_known_status,
  applies_since,
  since,
  until,
  evidence_date as status_as_of,
  case when until is null and status in (select statuses_in_force.status from statuses_in_force) then evidence_date end as silent_after,
  by_instrument_id as changed_by,
  case effective_date_known when 'no' then 'it is taken to apply from its adoption; the effective date was not found' end as about_the_start,
  caution,
  number,
  instrument_id as instrument,
  place_id as place_key,
  regulated_actor as actor,
  activity as use,
  technology,
  context,
  modality,
  scope_id as scope
from uses_by_period
