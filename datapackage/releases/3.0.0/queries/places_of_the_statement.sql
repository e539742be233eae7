-- title: Did the places of the founding statement really do it, on a day?
-- description: The 17 places that the statement of 18 May 2021 says prohibit law-enforcement use, and the two that it says suspended a part, each with the act that was found and what held on the day. applies_since is the date since which the act applies, since that of its status on the day; both as the sources write them, with the earliest and latest day that they can mean at the end. A rule of which nothing later than its last evidence was found answers no later event found.
-- order: 17
-- columns: place -> place_key, statement_says, answer, because, applies_since, title -> instrument
-- parameter: date: date = 2021-05-18 (a day, as YYYY-MM-DD; try 2023-06-01)
with named as (
  select
    instrument_scopes.scope_id,
    instrument_scopes.instrument_id,
    instrument_scopes.regulated_actor,
    instrument_scopes.modality,
    statement_claims.predicate || ' ' || statement_claims.object as statement_says,
    statement_claims.claim_id,
    statement_claims.locator
  from evidence
  join statement_claims on statement_claims.claim_id = evidence.claim_id
  join instrument_scopes on instrument_scopes.scope_id = evidence.scope_id
  where evidence.field = 'modality' and substr(statement_claims.locator, 1, 5) in ('p7s2#', 'p7s3#')
),
held as (
  select
    named.*,
    status_periods.status,
    status_periods.applies_since_as_written as applies_since,
    status_periods.applies_since_earliest,
    status_periods.applies_since_latest,
    status_periods.since_as_written as since,
    status_periods.since_earliest,
    status_periods.since_latest,
    status_periods.until_as_written as until,
    status_periods.until_earliest,
    status_periods.until_latest,
    status_periods.evidence_date,
    status_periods.evidence_source_id,
    status_periods.in_words,
    case
      when status_periods.until is null and status_periods.applies_since is not null
        and coalesce(status_periods.evidence_date, status_periods.since) < :date then 1
      else 0
    end as silent
  from named
  left join status_periods
    on status_periods.instrument_id = named.instrument_id
    and status_periods.since <= :date
    and (status_periods.until is null or status_periods.until > :date)
)
select
  places.display_name as place,
  places.place_id as place_key,
  held.statement_says,
  case
    when held.status is null or held.status in ('proposed', 'not_yet_in_force') then 'not yet'
    when held.status in ('superseded', 'expired', 'repealed', 'failed') then 'no'
    when held.status in ('unknown', 'date_uncertain') then 'unknown'
    when held.status = 'disputed' then 'disputed'
    when held.status = 'superseded_in_part' then 'partly'
    when held.silent = 1 then 'no later event found'
    else 'yes'
  end as answer,
  coalesce(held.in_words, 'nothing had been proposed or adopted, as far as is recorded')
    || case
      when held.silent = 0 then ''
      when held.evidence_date is null then '; no source speaks for a later day'
      else '; last confirmed ' || confirmed.on_words || ', and nothing later was found'
    end as because,
  case substr(held.locator, 1, 5) when 'p7s2#' then 'prohibited' else 'suspended' end as as_stated,
  held.modality as how,
  held.regulated_actor as who,
  instruments.instrument_id as instrument,
  instruments.title,
  numbers_of_rules.number,
  held.applies_since,
  held.since,
  held.until,
  held.evidence_date as status_as_of,
  held.evidence_source_id as confirmed_by,
  held.locator,
  held.applies_since_earliest,
  held.applies_since_latest,
  held.since_earliest,
  held.since_latest,
  held.until_earliest,
  held.until_latest
from held
join instruments on instruments.instrument_id = held.instrument_id
left join numbers_of_rules on numbers_of_rules.instrument_id = instruments.instrument_id
join places on places.place_id = instruments.jurisdiction_place_id
left join dates as confirmed on confirmed.edtf = held.evidence_date
order by held.claim_id
