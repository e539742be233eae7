-- title: What each source says
-- page: record places, instruments, organizations
-- shape: said
-- releases: from 3.0.0
with rules as (
  select instrument_id, jurisdiction_place_id
  from instruments
  where (:table = 'instruments' and instrument_id = :key)
    or (:table = 'organizations' and issuer_org_id = :key)
    or (:table = 'places' and (
      jurisdiction_place_id = :key
      or exists (
        select 1
        from place_statuses
        where place_id = :key
          and (since is null or since <= :day)
          and (until is null or until > :day)
          and instr('; ' || rules || ';', '; ' || instruments.instrument_id || ';') > 0
      )
    ))
),
told as (
  select evidence.*, null as event, null as place
  from rules
  join evidence on evidence.instrument_id = rules.instrument_id
  union all
  select evidence.*, null, null
  from rules
  join instrument_scopes on instrument_scopes.instrument_id = rules.instrument_id
  join evidence on evidence.scope_id = instrument_scopes.scope_id
  union all
  select evidence.*, events.title, places.display_name
  from events
  join evidence on evidence.event_id = events.event_id
  left join rules on rules.instrument_id = events.instrument_id
  left join places on places.place_id = coalesce(rules.jurisdiction_place_id, events.place_id)
  where rules.instrument_id is not null
    or (:table = 'places' and events.place_id = :key)
    or (:table = 'organizations' and exists (select 1 from event_participants where event_participants.event_id = events.event_id and org_id = :key))
),
worded as (
  select
    told.*,
    case
      when field = 'date_edtf' then replace(event, place || ': ', '') || case when asserted_value glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]' then ', in ' else ': ' end || asserted_value
      when field = 'votes' then 'votes: ' || asserted_value
      when field = 'context' then 'the setting: ' || replace(asserted_value, '_', ' ')
      when field = 'effect' and asserted_value in ('prohibited', 'suspended') then 'lists it as ' || asserted_value
      when field = 'effect' then 'effect: ' || replace(asserted_value, '_', ' ')
      when field = 'modality' and instr(asserted_value, ':') = 0 then null
      when field in ('code_citation', 'official_number', 'bill_number') then 'number: ' || asserted_value
      when field in ('whole_record', 'scope', 'status', 'outcome', 'content', 'modality', 'request', 'related_acts') then replace(asserted_value, '_', ' ')
    end as said
  from told
)
select
  source_id as source,
  upper(substr(said, 1, 1)) || substr(said, 2)
    || case stance when 'contradicts' then ', which disagrees with what is recorded' else '' end
    || case when locator glob 'p[0-9]*' then '' else coalesce(' (' || locator || ')', '') end as words
from worded
where said is not null and stance <> 'silent'
order by
  source_id,
  case field when 'whole_record' then 0 when 'status' then 1 when 'scope' then 2 when 'date_edtf' then 3 when 'votes' then 4 when 'effect' then 5 else 6 end,
  evidence_id
