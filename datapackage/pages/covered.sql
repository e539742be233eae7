-- title: Who is bound, and who is not
-- description: What each recorded rule bars, halts, allows or leaves out. Whoever is not listed is not thereby barred, nor allowed.
-- page: record places, instruments, organizations
-- shape: table
-- order: 2
with periods as (
  select
    status_periods.*,
    lag(in_words) over (partition by instrument_id order by since) as earlier_words
  from status_periods
),
now as (
  select
    instrument_id,
    case
      when status in ('in_force', 'amended') and until is null and coalesce(evidence_date, since) < :day then 'last known to be in force'
      when status = 'superseded' then 'replaced'
      when status = 'superseded_in_part' then 'replaced in part'
      when status = 'amended' then 'in force, changed'
      else replace(status, '_', ' ')
    end as status,
    case
      when status in ('in_force', 'amended', 'superseded_in_part') then 1
      when status = 'unknown' and earlier_words like 'in force%' then 2
      when status in ('expired', 'repealed', 'failed', 'superseded') then 4
      else 3
    end as place
  from periods
  where since <= :day and (until is null or until > :day)
),
scopes as (
  select
    instrument_scopes.*,
    case activity
      when 'request_use' then 'ask others to use'
      when 'request_via_fbi_or_bmv' then 'ask the FBI or the motor vehicles office to search with'
      when 'use_of_unsolicited_results' then 'use unasked-for results of'
      when 'access' then 'gain access to'
      when 'arrest_on_match_alone' then 'make an arrest on nothing but a match by'
      when 'collect' then 'collect data for'
      when 'continuous_surveillance' then 'watch or track people over time with'
      when 'contract' then 'make contracts for'
      when 'realtime_remote_identification' then 'identify people at a distance, as they pass, by'
      when 'sell_data' then 'sell or gain from data gathered for'
      else replace(activity, '_', ' ')
    end as verb
  from instrument_scopes
  order by instrument_id, verb, scope_id
),
joined as (
  select
    instrument_id,
    regulated_actor,
    technology,
    modality,
    case when context in ('any', 'unspecified') then null else replace(context, '_', ' ') end as setting,
    valid_from_edtf,
    group_concat(verb, ' or ') as verbs,
    case count(*) when 1 then min(scope_id) end as scope_id,
    min(scope_id) as first_scope
  from scopes
  group by instrument_id, regulated_actor, technology, modality, setting, valid_from_edtf
),
shown as (
  select
    joined.*,
    instruments.title,
    instruments.jurisdiction_place_id,
    instruments.issuer_org_id,
    coalesce(actors_in_words.words, joined.regulated_actor) as who,
    'to ' || joined.verbs || ' ' || replace(joined.technology, '_', ' ') as what,
    replace(coalesce(vocabularies.definition, joined.modality), 'the instrument', 'the rule') as how,
    now.status,
    coalesce(now.place, 5) as place_of_rule,
    case
      when joined.modality in ('prohibited', 'prohibited_unless_authorised_by_statute') then 1
      when joined.modality like 'suspended%' then 2
      else 3
    end as place
  from joined
  join instruments on instruments.instrument_id = joined.instrument_id
  left join actors_in_words on actors_in_words.regulated_actor = joined.regulated_actor
  left join vocabularies on vocabularies.vocabulary = 'modality' and vocabularies.term = joined.modality
  left join now on now.instrument_id = joined.instrument_id
),
of as (
  select 'instruments' as of_table, instrument_id as of_key, null as under, shown.* from shown
  union all
  select 'places', jurisdiction_place_id, title || coalesce(': ' || status, ''), shown.* from shown where jurisdiction_place_id is not null
  union all
  select 'organizations', issuer_org_id, title || coalesce(': ' || status, ''), shown.* from shown where issuer_org_id is not null
)
select
  of_table,
  of_key,
  under,
  who,
  what,
  how,
  setting,
  valid_from_edtf as recorded_from,
  case when scope_id is not null then 'instrument_scopes' end as record_table,
  scope_id as record_key
from of
order by of_table, of_key, place_of_rule, instrument_id, place, first_scope
