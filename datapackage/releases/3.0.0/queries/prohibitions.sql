-- title: Where is or was police use prohibited?
-- description: The rules of places that bar use of face recognition or biometric surveillance by local police, one row for each rule: what is barred, with exceptions and conditions, and since when; a place with two rules has two rows, and counting the rows where rule_here is 1 counts places. Dates are as the sources write them, with the earliest and latest day that each can mean; until is the day on which the rule ended, was replaced in whole or in part, or became uncertain. Write prohibited or suspended in as_stated to see all that the statement of 18 May 2021 says are prohibited (17 places) or suspended (2), in whichever list their rules stand. in_force_on says what held on a day. A place that is missing is one for which no rule is recorded, not one without a rule.
-- order: 22
-- columns: place -> place_key, what -> instrument, how, since, until, source -> source_url
-- parameter: as_stated: choice of words_of_the_statement or empty =  (what the statement says)
select
  place,
  what,
  covers,
  exceptions,
  not_bound,
  how,
  since,
  until,
  what_ended_it,
  status_as_of,
  confirmed_by,
  as_stated,
  list,
  rule_here,
  rules_here,
  since_earliest,
  since_latest,
  until_earliest,
  until_latest,
  number,
  place_id as place_key,
  state,
  state_name,
  place_type,
  regulated_actor as actor,
  context,
  modality,
  instrument_id as instrument,
  source,
  source_kind,
  source_url,
  locator,
  as_stated_locator
from rules_listed
where (:as_stated = '' and list = 'prohibitions') or (:as_stated <> '' and as_stated = :as_stated and (:as_stated <> 'not_mentioned' or list = 'prohibitions'))
order by state_name, place_type desc, place, instrument_id, scope_id
