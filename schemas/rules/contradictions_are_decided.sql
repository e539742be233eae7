-- table: evidence
-- key: evidence_id
-- field: field
-- message: sources disagree about {field} of {record}, and {decided} of its rows are preferred
-- hint: write true in preferred of the one row that decides, and say why in preference_reason; where none decides whether an event came about, write disputed in the flag of the event
-- severity: error
with told as (
  select
    evidence_id,
    field,
    stance,
    preferred,
    subject_type,
    coalesce(place_id, org_id, instrument_id, scope_id, event_id, incident_id, about_source_id, relation_id) as record
  from evidence
)
select told.evidence_id, told.field, told.record, count(deciding.evidence_id) as decided
from told
left join told as deciding
  on deciding.subject_type = told.subject_type
  and deciding.record = told.record
  and deciding.field = told.field
  and deciding.preferred
where told.stance = 'contradicts'
  and not (
    told.subject_type = 'event'
    and told.field = 'status'
    and told.record in (select event_id from events where flag = 'disputed')
  )
group by told.evidence_id, told.field, told.record
having count(deciding.evidence_id) <> 1
