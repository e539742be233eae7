-- title: Who is bound, and who is not
-- description: What each recorded rule bars, halts, allows or leaves out. Whoever is not listed is not thereby barred, nor allowed.
-- page: record places, instruments, organizations
-- shape: table
-- order: 2
with now as (
  select
    instrument_id,
    case
      when status in ('in_force', 'amended') and until is null and evidence_date < :day then 'no later event found'
      when status = 'superseded' then 'replaced'
      when status = 'superseded_in_part' then 'replaced in part'
      when status = 'amended' then 'in force, changed'
      else replace(status, '_', ' ')
    end as status
  from status_periods
  where since <= :day and (until is null or until > :day)
),
shown as (
  select
    instrument_scopes.scope_id,
    instrument_scopes.instrument_id,
    instruments.title,
    instruments.jurisdiction_place_id,
    instruments.issuer_org_id,
    coalesce(actors_in_words.words, instrument_scopes.regulated_actor) as who,
    'to ' || replace(instrument_scopes.activity, '_', ' ') || case when instrument_scopes.activity like '%\_use' escape '\' then ' of ' else ' ' end || replace(instrument_scopes.technology, '_', ' ') as what,
    coalesce(vocabularies.definition, instrument_scopes.modality) as how,
    case when instrument_scopes.context in ('any', 'unspecified') then null else replace(instrument_scopes.context, '_', ' ') end as setting,
    now.status,
    instrument_scopes.valid_from_edtf as first,
    instrument_scopes.valid_to_edtf as last,
    case
      when instrument_scopes.modality in ('prohibited', 'prohibited_unless_authorised_by_statute') then 1
      when instrument_scopes.modality like 'suspended%' then 2
      else 3
    end as place
  from instrument_scopes
  join instruments on instruments.instrument_id = instrument_scopes.instrument_id
  left join actors_in_words on actors_in_words.regulated_actor = instrument_scopes.regulated_actor
  left join vocabularies on vocabularies.vocabulary = 'modality' and vocabularies.term = instrument_scopes.modality
  left join now on now.instrument_id = instrument_scopes.instrument_id
),
of as (
  select 'instruments' as of_table, instrument_id as of_key, null as rule, null as rule_status, shown.* from shown
  union all
  select 'places', jurisdiction_place_id, title, status, shown.* from shown where jurisdiction_place_id is not null
  union all
  select 'organizations', issuer_org_id, title, status, shown.* from shown where issuer_org_id is not null
)
select
  of_table,
  of_key,
  who,
  what,
  how,
  setting,
  rule as under_rule,
  rule_status as status_of_the_rule,
  first as recorded_from,
  last as recorded_until,
  'instrument_scopes' as record_table,
  scope_id as record_key
from of
order by of_table, of_key, instrument_id, place, scope_id
