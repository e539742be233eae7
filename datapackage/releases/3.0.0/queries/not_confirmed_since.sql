-- title: Since when was nothing confirmed?
-- description: Every rule that applied on the day by what is recorded, with the last date up to then for which a source confirms it, that source, and how many days lie between. The longest silence comes first, and before it the rules that no source confirms at all. Of a month or a year, the days are counted from its last day, so that there are at least so many. A rule that nobody confirmed for long may still hold, or may not.
-- order: 3
-- columns: place -> place_key, rule -> instrument, last_confirmed, days_since, status, source -> source_url
-- parameter: date: date = 2026-11-28 (a day, as YYYY-MM-DD)
with held as (
  select instrument_id, in_words, status, applies_since_as_written
  from status_periods
  where since <= :date and (until is null or until > :date)
    and status in (select statuses_in_force.status from statuses_in_force)
),
confirmed as (
  select instrument_id, day, written, source_id
  from (
    select
      confirmations_in_force.*,
      row_number() over (partition by instrument_id order by not_before desc, standing, source_id, written) as place
    from confirmations_in_force
    where day <= :date
  ) as ordered
  where place = 1
),
asked as (
  select
    365 * years + cast((years - years % 4) / 4 as integer) - cast((years - years % 100) / 100 as integer) + cast((years - years % 400) / 400 as integer)
      + cast((306 * months + 5 - (306 * months + 5) % 10) / 10 as integer) + days as number
  from (
    select
      cast(substr(:date, 1, 4) as integer) - case when substr(:date, 6, 2) in ('01', '02') then 1 else 0 end as years,
      (cast(substr(:date, 6, 2) as integer) + 9) % 12 as months,
      cast(substr(:date, 9, 2) as integer) as days
  ) as parts
)
select
  places.display_name as place,
  instruments.title as rule,
  coalesce(confirmed.written, 'by no source') as last_confirmed,
  asked.number - days_counted.number as days_since,
  held.in_words as status,
  sources.title as source,
  sources.url as source_url,
  sources.tier as standing,
  held.applies_since_as_written as applies_since,
  held.status as status_key,
  confirmed.source_id as source_key,
  places.place_id as place_key,
  instruments.instrument_id as instrument
from held
join instruments on instruments.instrument_id = held.instrument_id and instruments.instrument_type <> 'corporate_policy'
join places on places.place_id = instruments.jurisdiction_place_id
cross join asked
left join confirmed on confirmed.instrument_id = held.instrument_id
left join days_counted on days_counted.day = confirmed.day
left join sources on sources.source_id = confirmed.source_id
order by days_counted.number nulls first, places.display_name, instruments.instrument_id
