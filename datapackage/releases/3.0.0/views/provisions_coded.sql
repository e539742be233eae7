-- title: What rules provide, question by question
-- description: Every rule with each of the coded questions: the answer with its section and source, or not_coded where nobody has answered it. A question on sums has a row for each sum.
-- column: instrument_id = the key of the rule or policy
-- column: what = the rule or policy in plain words
-- column: place_id = the key of the place
-- column: place = the place, a municipality always with its state
-- column: question = what was asked, as a term
-- column: asked = the question in full
-- column: answer = yes, no, conditional, not_in_text or not_coded
-- column: section = where in the rule it stands; empty where the source does not name it
-- column: amount = the sum; empty for other questions
-- column: currency = the currency of the sum
-- column: amount_per = for what the sum is due
-- column: amount_bound = whether the sum is exact, the least or the most
-- column: amount_kind = damages or fine
-- column: confidence = how sure the answer is; empty where nobody has answered
-- column: source_id = the key of the document that says so
-- column: source = the title of that document
-- column: source_url = where it is on the web
-- column: note = what a reader needs in order not to be misled
-- column: provision_id = the key of the answer; empty where nobody coded one
select
  instruments.instrument_id,
  instruments.title as what,
  places.place_id,
  places.display_name as place,
  questions.term as question,
  questions.definition as asked,
  coalesce(provisions.answer, 'not_coded') as answer,
  provisions.section,
  provisions.amount,
  provisions.currency,
  provisions.amount_per,
  provisions.amount_bound,
  provisions.amount_kind,
  provisions.confidence,
  provisions.source_id,
  sources.title as source,
  sources.url as source_url,
  provisions.note,
  provisions.provision_id
from instruments
join vocabularies as questions on questions.vocabulary = 'question'
left join places on places.place_id = instruments.jurisdiction_place_id
left join provisions on provisions.instrument_id = instruments.instrument_id and provisions.question = questions.term
left join sources on sources.source_id = provisions.source_id
