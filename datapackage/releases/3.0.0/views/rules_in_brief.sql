-- title: Rules in brief
-- description: One row for each rule of a place: when it was adopted and since when it applies, what is recorded last of it, and the last day for which a source confirms it.
-- column: instrument_id = the key of the rule
-- column: rule = the rule in plain words
-- column: instrument_type = what kind of act made it
-- column: effect = what it does, in one word
-- column: place_id = the key of the place
-- column: place = the place, a municipality always with its state
-- column: adopted = when it was adopted, as exactly as the source gives it
-- column: adopted_earliest = the earliest day that this can mean
-- column: adopted_latest = the latest day that this can mean
-- column: how = who adopted it, in words
-- column: effective = when it took effect, as written; empty where no source gives it
-- column: effective_earliest = the earliest day that this can mean
-- column: effective_latest = the latest day that this can mean
-- column: standing = what is recorded last of it, in words; of a rule in force, also the last date for which a source confirms it
-- column: status = the same as a term of the vocabulary status
-- column: last_confirmed = the last date for which a source confirms that it applies, as exactly as it is known; empty where none does
-- column: confirmed_by = the key of the document that speaks for that date
-- column: confirmed_source = its title
-- column: confirmed_url = where it is on the web
with periods as (
  select
    instrument_id,
    max(case effective_date_known when 'yes' then applies_since_as_written end) as effective,
    max(case effective_date_known when 'yes' then applies_since_earliest end) as effective_earliest,
    max(case effective_date_known when 'yes' then applies_since_latest end) as effective_latest,
    max(case when place = 1 then in_words end) as standing,
    max(case when place = 1 then status end) as status
  from (
    select status_periods.*, row_number() over (partition by instrument_id order by since desc) as place
    from status_periods
  ) as ordered
  group by instrument_id
),
confirmed as (
  select instrument_id, written, source_id
  from (
    select
      confirmations_in_force.*,
      row_number() over (partition by instrument_id order by not_before desc, standing, source_id, written) as place
    from confirmations_in_force
  ) as ordered
  where place = 1
)
select
  instruments.instrument_id,
  instruments.title as rule,
  instruments.instrument_type,
  instruments.effect,
  places.place_id,
  places.display_name as place,
  adoptions.adopted,
  adoptions.earliest as adopted_earliest,
  adoptions.latest as adopted_latest,
  adoptions.how,
  periods.effective,
  periods.effective_earliest,
  periods.effective_latest,
  coalesce(periods.standing, 'nothing is recorded of its adoption')
    || case
      when statuses_in_force.status is null then ''
      when confirmed.written is null then '; no source confirms it'
      else '; last confirmed ' || coalesce(dates.on_words, 'on ' || confirmed.written)
    end as standing,
  periods.status,
  confirmed.written as last_confirmed,
  confirmed.source_id as confirmed_by,
  sources.title as confirmed_source,
  sources.url as confirmed_url
from instruments
join places on places.place_id = instruments.jurisdiction_place_id
left join adoptions on adoptions.instrument_id = instruments.instrument_id
left join periods on periods.instrument_id = instruments.instrument_id
left join confirmed on confirmed.instrument_id = instruments.instrument_id
left join sources on sources.source_id = confirmed.source_id
left join dates on dates.edtf = confirmed.written
left join statuses_in_force on statuses_in_force.status = periods.status
where instruments.instrument_type <> 'corporate_policy'
