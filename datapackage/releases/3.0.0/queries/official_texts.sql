-- title: Where can each rule be read?
-- description: For every rule of a place, the document in which its text can best be read, what that document is, and the last look at it: what was found, on which day, and how much of the text was at hand. Of a text at which nobody looked, the address is that of the source behind the records.
-- order: 15
-- columns: place -> place_key, rule -> instrument, text -> text_url, kind, last_look, current_through
select
  rules_in_brief.place,
  rules_in_brief.rule,
  texts_of_rules.text,
  coalesce(texts_of_rules.kind, 'no text of it and no record of its maker is held') as kind,
  coalesce(
    case texts_of_rules.check_result
      when 'same' then 'agrees with the register'
      when 'changed' then 'differs from the register'
      when 'gone' then 'the text is gone from there'
      when 'not_reachable' then 'the address did not answer'
    end
      || ', on ' || texts_of_rules.looked_on
      || case texts_of_rules.extent when 'whole' then '; the whole text' when 'part' then '; a part of the text' when 'heading' then '; no more than a heading' else '' end
      || case texts_of_rules.seen_as when 'stored_copy' then ', in a stored copy' when 'live_page' then ', on the page itself' else '' end,
    'nobody looked'
  ) as last_look,
  texts_of_rules.current_through,
  texts_of_rules.text_url,
  numbers_of_rules.number,
  texts_of_rules.note,
  texts_of_rules.looked_on,
  texts_of_rules.check_result,
  texts_of_rules.extent,
  texts_of_rules.seen_as,
  rules_in_brief.standing,
  rules_in_brief.status,
  texts_of_rules.source_id as source_key,
  rules_in_brief.place_id as place_key,
  rules_in_brief.instrument_id as instrument
from rules_in_brief
left join texts_of_rules on texts_of_rules.instrument_id = rules_in_brief.instrument_id
left join numbers_of_rules on numbers_of_rules.instrument_id = rules_in_brief.instrument_id
order by rules_in_brief.place, rules_in_brief.instrument_id
