-- title: Core cells, with and without evidence
-- description: The cells on which the answers about a rule or policy rest: its title, its numbers, when it was adopted and took effect, each thing that it covers, each exception, how it ended, and the last look at its text. Of each, whether a piece of evidence of its own speaks for it: a passage that supports or qualifies just this cell, or the document that a row of identifiers or checks names for itself. A rule of which a cell is not recorded at all has a cell without evidence.
-- column: kind = title, identifier, adopted, effective, scope, exception, end or last_check
-- column: cell = the cell in words
-- column: instrument_id = the key of the rule or policy
-- column: record_table = the table of the record that holds it; empty where none is recorded
-- column: record_key = the key of that record
-- column: has_evidence = 1 where it has evidence of its own, else 0
with spoken as (
  select distinct record_table, record_key, field
  from evidence_passages
  where stance in ('supports', 'qualifies')
),
acts as (
  select instrument_id, instrument_type
  from instruments
  where instrument_type <> 'bill_not_enacted'
),
starts as (
  select instrument_id, event_id
  from (
    select
      events.instrument_id,
      events.event_id,
      row_number() over (partition by events.instrument_id order by dates.latest, events.event_id) as place
    from events
    join dates on dates.edtf = events.date_edtf
    where events.event_type = 'effective'
  ) as ordered
  where place = 1
),
cells as (
  select
    'title' as kind,
    'the title' as cell,
    instruments.instrument_id,
    'instruments' as record_table,
    instruments.instrument_id as record_key,
    'title' as field
  from instruments
  union all
  select
    'identifier',
    case when identifiers.identifier_id is null then 'a number: none is recorded' else 'the ' || replace(identifiers.scheme, '_', ' ') || ' ' || identifiers.value end,
    acts.instrument_id,
    case when identifiers.identifier_id is not null then 'identifiers' end,
    identifiers.identifier_id,
    null
  from acts
  left join identifiers on identifiers.instrument_id = acts.instrument_id
  where acts.instrument_type not in ('corporate_policy', 'directive')
  union all
  select
    'adopted',
    coalesce('the date of adoption: ' || adoptions.adopted, 'the date of adoption: none is recorded'),
    acts.instrument_id,
    case when adoptions.event_id is not null then 'events' end,
    adoptions.event_id,
    'date_edtf'
  from acts
  left join adoptions on adoptions.instrument_id = acts.instrument_id
  union all
  select
    'effective',
    coalesce('the date of effect: ' || events.date_edtf, 'the date of effect: none is recorded'),
    acts.instrument_id,
    case when events.event_id is not null then 'events' end,
    events.event_id,
    'date_edtf'
  from acts
  left join starts on starts.instrument_id = acts.instrument_id
  left join events on events.event_id = starts.event_id
  where acts.instrument_type <> 'corporate_policy'
  union all
  select
    case when modalities.outcome in ('allowed', 'not_covered') then 'exception' else 'scope' end,
    scopes_in_words.covers,
    instrument_scopes.instrument_id,
    'instrument_scopes',
    instrument_scopes.scope_id,
    'scope'
  from instrument_scopes
  join modalities on modalities.modality = instrument_scopes.modality
  left join scopes_in_words
    on scopes_in_words.regulated_actor = instrument_scopes.regulated_actor
    and scopes_in_words.activity = instrument_scopes.activity
    and scopes_in_words.technology = instrument_scopes.technology
    and scopes_in_words.context = instrument_scopes.context
    and scopes_in_words.modality = instrument_scopes.modality
  union all
  select 'scope', 'what it covers: nothing is recorded', acts.instrument_id, null, null, null
  from acts
  where acts.instrument_id not in (select instrument_scopes.instrument_id from instrument_scopes)
  union all
  select
    'end',
    lower(substr(turns_of_rules.what_happened, 1, 1)) || substr(turns_of_rules.what_happened, 2, length(turns_of_rules.what_happened) - 2) || ': ' || turns_of_rules.happened,
    turns_of_rules.instrument_id,
    'events',
    turns_of_rules.event_id,
    'date_edtf'
  from turns_of_rules
  where turns_of_rules.kind <> 'weakened'
  union all
  select
    'last_check',
    case when looked.check_id is null then 'a look at its text: none is recorded' else 'the last look at its text: ' || looked.looked_on end,
    acts.instrument_id,
    case when looked.check_id is not null then 'checks' end,
    looked.check_id,
    null
  from acts
  left join (
    select instrument_id, max(check_id) as check_id, max(cast(looked_on as varchar)) as looked_on
    from checks
    group by instrument_id
  ) as looked on looked.instrument_id = acts.instrument_id
)
select
  cells.kind,
  cells.cell,
  cells.instrument_id,
  cells.record_table,
  cells.record_key,
  case
    when cells.record_table in ('identifiers', 'checks') then 1
    when exists (
      select 1
      from spoken
      where spoken.record_table = cells.record_table
        and spoken.record_key = cells.record_key
        and (spoken.field = cells.field or spoken.field = 'whole_record')
    ) then 1
    else 0
  end as has_evidence
from cells
