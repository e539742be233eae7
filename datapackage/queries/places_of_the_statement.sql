-- title: Did the places of the founding statement really do it, on a day?
-- description: The 17 places that the statement of 18 May 2021 says prohibit law-enforcement use, and the two that it says suspended a part, each with the act that was found and what held on the day. A rule of which nothing later than its last evidence was found answers no later event found.
-- order: 3
-- parameter: date = 2021-05-18 (a day, as YYYY-MM-DD; try 2023-06-01)
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
    status_periods.since,
    status_periods.until,
    status_periods.evidence_date,
    status_periods.in_words,
    case when status_periods.until is null and status_periods.evidence_date < :date then 1 else 0 end as silent
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
    when held.status = 'superseded_in_part' then 'partly'
    when held.silent = 1 then 'no later event found'
    else 'yes'
  end as answer,
  coalesce(held.in_words, 'nothing had been proposed or adopted, as far as is recorded')
    || case when held.silent = 1 and held.status in (select statuses_in_force.status from statuses_in_force)
      then '; nothing later than ' || held.evidence_date || ' was found' else '' end as because,
  held.modality as how,
  held.regulated_actor as who,
  instruments.instrument_id as instrument,
  instruments.title,
  coalesce(instruments.official_number, instruments.bill_number) as number,
  held.since,
  held.until,
  held.evidence_date as status_as_of,
  held.locator
from held
join instruments on instruments.instrument_id = held.instrument_id
join places on places.place_id = instruments.jurisdiction_place_id
order by held.claim_id
