-- table: evidence
-- key: evidence_id
-- field: subject_type
-- message: the evidence points at {pointers} records, and its subject_type is {subject_type}
-- hint: fill exactly one of place_id, org_id, instrument_id, scope_id, event_id, incident_id, about_source_id and relation_id, the one that subject_type names
-- severity: error
select * from (
  select
    evidence_id,
    subject_type,
    case when place_id is null then 0 else 1 end
      + case when org_id is null then 0 else 1 end
      + case when instrument_id is null then 0 else 1 end
      + case when scope_id is null then 0 else 1 end
      + case when event_id is null then 0 else 1 end
      + case when incident_id is null then 0 else 1 end
      + case when about_source_id is null then 0 else 1 end
      + case when relation_id is null then 0 else 1 end as pointers,
    case subject_type
      when 'place' then place_id
      when 'org' then org_id
      when 'instrument' then instrument_id
      when 'scope' then scope_id
      when 'event' then event_id
      when 'incident' then incident_id
      when 'source' then about_source_id
      when 'relation' then relation_id
    end as named
  from evidence
)
where pointers <> 1 or named is null
