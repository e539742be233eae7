-- title: What does each text call it?
-- description: For every rule and policy, each technology that it covers: the term by which the register knows it, what the register means by that term, and what a source says of it in other words. The wording of the rules' own definitions is not in the register: where nobody has recorded a word on it, the row says not coded. What the statement of 18 May 2021 says of the rule stands beside it.
-- order: 12
-- columns: place -> place_key, rule -> instrument, technology, text_says, statement_says, source -> source_url
select
  coalesce(places.display_name, 'no place') as place,
  instruments.title as rule,
  technologies_in_words.words as technology,
  terms.definition as register_means,
  coalesce(wording.asserted_value, 'not coded: no word of the text''s own definition is recorded') as text_says,
  stated.says as statement_says,
  coalesce(wording.source, sources_of_scopes.source) as source,
  coalesce(wording.source_url, sources_of_scopes.source_url) as source_url,
  sources_of_scopes.kind as source_kind,
  covered.technology as technology_key,
  stated.claim_id as statement_claim,
  places.place_id as place_key,
  instruments.instrument_id as instrument
from (
  select instrument_id, technology, min(scope_id) as scope_id
  from instrument_scopes
  group by instrument_id, technology
) as covered
join instruments on instruments.instrument_id = covered.instrument_id
left join places on places.place_id = instruments.jurisdiction_place_id
join technologies_in_words on technologies_in_words.technology = covered.technology
join vocabularies as terms on terms.vocabulary = 'technology' and terms.term = covered.technology
left join sources_of_scopes on sources_of_scopes.scope_id = covered.scope_id
left join (
  select
    instrument_scopes.instrument_id,
    instrument_scopes.technology,
    min(evidence_passages.asserted_value) as asserted_value,
    min(evidence_passages.source) as source,
    min(evidence_passages.source_url) as source_url
  from evidence_passages
  join instrument_scopes on instrument_scopes.scope_id = evidence_passages.record_key
  where evidence_passages.record_table = 'instrument_scopes' and evidence_passages.field = 'technology'
  group by instrument_scopes.instrument_id, instrument_scopes.technology
) as wording on wording.instrument_id = covered.instrument_id and wording.technology = covered.technology
left join (
  select
    instrument_scopes.instrument_id,
    instrument_scopes.technology,
    min(statement_claims.claim_id) as claim_id,
    min(statement_claims.predicate || ' ' || statement_claims.object) as says
  from evidence
  join statement_claims on statement_claims.claim_id = evidence.claim_id
  join instrument_scopes on instrument_scopes.scope_id = evidence.scope_id
  group by instrument_scopes.instrument_id, instrument_scopes.technology
) as stated on stated.instrument_id = covered.instrument_id and stated.technology = covered.technology
order by places.display_name nulls last, instruments.instrument_id, covered.technology
