-- title: Its status over time
-- description: Solid as long as a source speaks, hatched where nothing later was found, outlined what is adopted and not yet in force.
-- page: record instruments
-- shape: lanes
-- order: 1
-- releases: from 3.0.0
with related as (
  select :key as instrument_id, 0 as line
  union
  select case from_instrument_id when :key then to_instrument_id else from_instrument_id end, 1
  from instrument_relations
  where :key in (from_instrument_id, to_instrument_id)
),
does as (
  select
    instrument_scopes.instrument_id,
    sum(outcome = 'barred') as bars,
    sum(outcome in ('allowed', 'conditions', 'not_covered')) as leaves_out,
    sum(outcome = 'halted') as halts,
    sum(outcome = 'conditions') as conditions
  from instrument_scopes
  join modalities on modalities.modality = instrument_scopes.modality
  where instrument_scopes.instrument_id in (select instrument_id from related)
  group by instrument_scopes.instrument_id
),
-- The view is asked once: the newest SQLite refuses a statement that asks it many times.
periods as materialized (
  select * from status_periods where instrument_id in (select instrument_id from related)
),
told as (
  select
    related.line,
    periods.*,
    replace(replace(instruments.title, ' (' || places.display_name || ')', ''), ' (' || places.name || ')', '') as title,
    max(case when status in ('superseded', 'expired', 'repealed') and since <= :day then in_words end) over (partition by periods.instrument_id) as ending,
    case
      when status in ('expired', 'repealed', 'superseded') then 'rule_ended'
      when status = 'failed' then 'rule_never'
      when status = 'proposed' then 'rule_proposed'
      when status = 'not_yet_in_force' then 'rule_pending'
      when status = 'date_uncertain' then 'rule_may_have_begun'
      when status = 'disputed' then 'rule_disputed'
      when status = 'unknown' then 'rule_not_known'
      when status = 'superseded_in_part' then 'rule_in_part'
      when does.bars > 0 then case when does.leaves_out > 0 or effect = 'conditional_prohibition' then 'rule_bars_with_exceptions' else 'rule_bars' end
      when does.halts > 0 then 'rule_halts'
      when does.conditions > 0 then 'rule_conditions'
      when effect = 'prohibition' then 'rule_bars'
      when effect = 'conditional_prohibition' then 'rule_bars_with_exceptions'
      when effect in ('moratorium', 'suspension', 'withdrawal') then 'rule_halts'
      when effect in ('regulation', 'conditional_authorization') then 'rule_conditions'
      else 'rule_other'
    end as rule_status
  from periods
  join related on related.instrument_id = periods.instrument_id
  join instruments on instruments.instrument_id = periods.instrument_id
  left join places on places.place_id = instruments.jurisdiction_place_id
  left join does on does.instrument_id = periods.instrument_id
)
select
  title as lane,
  rule_status as status,
  since,
  until,
  evidence_date as confirmed,
  in_words as words,
  coalesce(case when instr(ending, ' by: ') > 0 then substr(ending, 1, instr(ending, ' by: ') - 1) else ending end, case line when 0 then 'this rule' end) as note,
  case line when 1 then 'instruments' end as record_table,
  case line when 1 then instrument_id end as record_key
from told
where status not in ('proposed', 'superseded', 'expired', 'repealed', 'failed') and since <= :day
order by line, instrument_id, since
