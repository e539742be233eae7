-- title: What it says now
-- page: record organizations
-- shape: answer
-- order: 1
-- releases: from 3.0.0
-- replaces: status
with periods_now as materialized (
  select
    periods.*,
    instruments.title,
    instruments.effect,
    instruments.note,
    instruments.source_id as first_source_id,
    (
      select replace(uses.covers, 'The company ', '')
      from uses_in_words as uses
      where uses.instrument = periods.instrument_id
        and uses.covers like 'The company %'
        and uses.last_known_status in (select status from statuses_in_force)
        and uses.since <= :day
        and (uses.until is null or uses.until > :day)
      order by uses.scope
      limit 1
    ) as promise
  from status_periods as periods
  join instruments on instruments.instrument_id = periods.instrument_id
  where instruments.issuer_org_id = :key
    and instruments.instrument_type = 'corporate_policy'
    and periods.since <= :day
    and (periods.until is null or periods.until > :day)
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
  join instruments on instruments.instrument_id = instrument_scopes.instrument_id
  where instruments.issuer_org_id = :key
  group by instrument_scopes.instrument_id
),
now as (
  select
    *,
    row_number() over (
      order by case when status in ('in_force', 'amended', 'superseded_in_part') then 0 else 1 end, promise is null, applies_since desc, instrument_id
    ) as place
  from periods_now
)
select
  case when line = 2 and (place > 1 or promise is not null) then title end as label,
  case
    when line = 1 then coalesce((select name from organizations where org_id = :key) || ' ' || promise, title)
    when place = 1 and promise is null then upper(substr(in_words, 1, 1)) || substr(in_words, 2)
    else ', ' || in_words
  end || '.' as sentence,
  case
    when line = 2 then null
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
  end as status,
  case line when 1 then evidence_date end as confirmed,
  coalesce(evidence_source_id, first_source_id) as source,
  0 as "limit",
  'instruments' as record_table,
  case line when 2 then now.instrument_id end as record_key
from now
join (select 1 as line union all select 2) as lines on lines.line = 2 or now.place = 1
left join does on does.instrument_id = now.instrument_id
order by place, line
