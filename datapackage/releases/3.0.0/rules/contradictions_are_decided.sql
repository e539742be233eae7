-- table: evidence
-- key: evidence_id
-- field: field
-- message: sources disagree about {field} of {record}, and {decided} of its rows are preferred
-- hint: write true in preferred of the one row that decides, and say why in preference_reason; where none decides, write a line of disputes about the rule, and leave decided false
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
    told.field = 'status'
    and exists (
      select 1
      from disputes
      left join events on events.event_id = told.record
      where not disputes.decided and disputes.instrument_id in (told.record, events.instrument_id)
    )
  )
group by told.evidence_id, told.field, told.record
having count(deciding.evidence_id) <> 1
