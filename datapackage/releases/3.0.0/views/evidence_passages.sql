-- title: Evidence and where it stands
-- description: Every piece of evidence with the record it is about, the document it comes from, and the place in that document.
-- column: evidence_id = the key of the piece of evidence
-- column: record_table = the table of the record that it is about
-- column: record_key = the key of that record
-- column: field = the field of the record that it speaks to
-- column: asserted_value = what the document says, in our own words or as a code
-- column: stance = whether the document supports, qualifies or contradicts what is recorded, or is silent
-- column: confidence = how far this piece of evidence carries
-- column: preferred = yes for the row that decides where sources disagree
-- column: preference_reason = why it decides
-- column: claim_id = the claim of the founding statement that it rests on
-- column: source_id = the key of the document
-- column: source = the title of the document
-- column: publisher = who published the document
-- column: published = when it was published
-- column: source_url = where it is on the web
-- column: standing = how close the publisher is to what the document tells
-- column: locator = where in the document: block, sentence, list item
-- column: char_start = code points before the passage
-- column: char_end = code points up to the end of the passage
-- column: selector_sha256 = the hash of the passage
-- column: note = what a reader needs in order not to be misled
select
  evidence.evidence_id,
  case evidence.subject_type
    when 'place' then 'places'
    when 'org' then 'organizations'
    when 'instrument' then 'instruments'
    when 'scope' then 'instrument_scopes'
    when 'event' then 'events'
    when 'incident' then 'incidents'
    when 'source' then 'sources'
    when 'relation' then 'instrument_relations'
  end as record_table,
  coalesce(
    evidence.place_id, evidence.org_id, evidence.instrument_id, evidence.scope_id,
    evidence.event_id, evidence.incident_id, evidence.about_source_id,
    evidence.relation_id
  ) as record_key,
  evidence.field,
  evidence.asserted_value,
  evidence.stance,
  evidence.confidence,
  case when evidence.preferred then 'yes' end as preferred,
  evidence.preference_reason,
  evidence.claim_id,
  evidence.source_id,
  sources.title as source,
  sources.publisher,
  sources.published_edtf as published,
  sources.url as source_url,
  sources.tier as standing,
  evidence.locator,
  evidence.char_start,
  evidence.char_end,
  evidence.selector_sha256,
  evidence.note
from evidence
join sources on sources.source_id = evidence.source_id
