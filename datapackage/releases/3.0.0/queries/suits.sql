-- title: May a person who was harmed sue, and for how much?
-- description: For every rule of a place: whether a person who is harmed may sue, and each sum that is fixed for a breach, as damages or as a fine. A rule with two sums has two rows. Not coded means that nobody has answered it: that says nothing of the law. Rules with an answer come first.
-- order: 9
-- columns: place -> place_key, rule -> instrument, may_sue, how_much, details, source -> source_url
select
  suing.place,
  suing.what as rule,
  suing.answer as may_sue,
  case
    when sums.answer = 'yes' and sums.amount is not null then
      case sums.amount_bound when 'at_least' then 'at least ' when 'at_most' then 'at most ' else '' end
        || cast(cast(sums.amount as integer) as varchar) || case sums.currency when 'USD' then ' dollars' else ' ' || sums.currency end
        || case sums.amount_per when 'violation' then ' for each breach' when 'day' then ' for each day of a breach' when 'action' then ' for each suit' else '' end
        || case sums.amount_kind when 'damages' then ', paid to the person who sues' when 'fine' then ', as a fine' else '' end
    when sums.answer = 'yes' then 'a sum, which is not recorded'
    when sums.answer = 'no' then 'no sum'
    when sums.answer = 'not_in_text' then 'the text fixes no sum'
    else 'not coded'
  end as how_much,
  coalesce(suing.note || coalesce(' ' || sums.note, ''), sums.note) as details,
  coalesce(sums.source, suing.source) as source,
  coalesce(sums.source_url, suing.source_url) as source_url,
  suing.section as section_on_suits,
  suing.source as source_on_suits,
  suing.source_url as source_on_suits_url,
  suing.confidence as confidence_on_suits,
  sums.answer as sum_is_fixed,
  sums.section as section_on_sums,
  sums.amount,
  sums.currency,
  sums.amount_per,
  sums.amount_bound,
  sums.amount_kind,
  sums.confidence as confidence_on_sums,
  rules_in_brief.standing,
  rules_in_brief.status,
  rules_in_brief.last_confirmed,
  suing.place_id as place_key,
  suing.instrument_id as instrument
from provisions_coded as suing
join provisions_coded as sums on sums.instrument_id = suing.instrument_id and sums.question = 'amount'
join rules_in_brief on rules_in_brief.instrument_id = suing.instrument_id
where suing.question = 'right_of_action'
order by
  case when suing.answer = 'not_coded' and sums.answer = 'not_coded' then 1 else 0 end,
  suing.place, suing.instrument_id, sums.amount nulls last, suing.provision_id, sums.provision_id
