-- title: Which bans and halts were adopted, year by year, and what became of them?
-- description: The rules of places that bar or halt use of face or other biometric recognition, by the year in which each was adopted: who adopted it and how, and what has ended or weakened it since. Where nothing is named, no later turn is recorded, which is less than knowing that there was none. Of an uncertain date, the year is the first that it can mean.
-- order: 5
-- columns: year, place -> place_key, rule -> instrument, how, since_then, source -> source_url
select
  coalesce(substr(adoptions.earliest, 1, 4), 'not known') as year,
  rules_listed.place,
  rules_listed.what as rule,
  adoptions.adopted,
  adoptions.how,
  case rules_listed.list when 'suspensions' then 'halts' else 'bars' end as bars_or_halts,
  coalesce(turned.words, 'No later turn is recorded.') as since_then,
  rules_listed.status_as_of as last_confirmed,
  sources.title as source,
  sources.url as source_url,
  rules_listed.covers,
  rules_listed.how as how_far,
  rules_listed.since as applies_since,
  adoptions.earliest as adopted_earliest,
  adoptions.latest as adopted_latest,
  rules_listed.since_earliest,
  rules_listed.since_latest,
  rules_listed.confirmed_by,
  rules_listed.place_type,
  rules_listed.place_id as place_key,
  rules_listed.instrument_id as instrument
from rules_listed
left join adoptions on adoptions.instrument_id = rules_listed.instrument_id
left join sources on sources.source_id = adoptions.source_id
left join (
  select instrument_id, group_concat(words, ' ') as words
  from (
    select turns_of_rules.instrument_id, coalesce(upper(substr(dates.on_words, 1, 1)) || substr(dates.on_words, 2) || ': ', '') || turns_of_rules.what_happened as words
    from turns_of_rules
    left join dates on dates.edtf = turns_of_rules.happened
    order by turns_of_rules.instrument_id, turns_of_rules.day, turns_of_rules.what_happened
  ) as told
  group by instrument_id
) as turned on turned.instrument_id = rules_listed.instrument_id
order by adoptions.earliest nulls last, rules_listed.place, rules_listed.instrument_id, rules_listed.list
