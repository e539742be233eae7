-- title: Is this rule in force?
-- page: record instruments
-- shape: answer
-- order: 0
-- releases: from 3.0.0
-- replaces: status, summary_of_an_instrument
-- The view is asked once: the newest SQLite refuses a statement that asks it many times.
with periods as (
  select
    status_periods.*,
    status in ('in_force', 'amended', 'superseded_in_part') as holds,
    max(case when status in ('in_force', 'amended', 'superseded_in_part') then since
      || case when length(since_as_written) = 10 and length(until_as_written) = 10 then 'It was in force from ' || since_as_written || ' until ' || until_as_written || '.' else 'It was in force before that.' end end)
      over before as earlier,
    max(case when status in ('in_force', 'amended', 'superseded_in_part') then since || coalesce(evidence_source_id, '') end)
      over before as earlier_source
  from status_periods
  where instrument_id = :key
  window before as (partition by instrument_id order by since rows between unbounded preceding and 1 preceding)
),
does as (
  select
    sum(outcome = 'barred') as bars,
    sum(outcome in ('allowed', 'conditions', 'not_covered')) as leaves_out,
    sum(outcome = 'halted') as halts,
    sum(outcome = 'conditions') as conditions
  from instrument_scopes
  join modalities on modalities.modality = instrument_scopes.modality
  where instrument_scopes.instrument_id = :key
),
lines as (
  select 0 as line
  union all select 1
  union all select 2
  union all select 3
  union all select 4
  union all select 5
),
told as (
  select
    line,
    case line
      when 0 then case status
        when 'in_force' then it || ' is in force.'
        when 'amended' then it || ' is in force, as changed.'
        when 'superseded_in_part' then it || ' is in force in part.'
        when 'superseded' then it || ' was replaced.'
        when 'expired' then it || ' has ended.'
        when 'repealed' then it || ' was repealed.'
        when 'failed' then it || ' was never adopted.'
        when 'proposed' then it || ' is proposed. Its adoption was not seen.'
        when 'not_yet_in_force' then it || ' is adopted and not yet in force.'
        when 'date_uncertain' then it || ' may have begun.'
        when 'disputed' then 'Sources disagree whether this rule is in force.'
        else 'Whether this rule is in force is not known.'
      end
      when 1 then upper(substr(in_words, 1, 1)) || substr(in_words, 2) || '.'
      when 2 then case when not holds then substr(earlier, 11) end
      when 3 then case when holds and until is null and evidence_date < :day then 'Nothing later than ' || evidence_date || ' was found on this.' end
      when 4 then case when effective_date_known = 'no' then 'The day on which it took effect was not found, so its adoption counts.' end
      else note
    end as sentence,
    case
      when line > 0 then null
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
    case line when 0 then evidence_date end as confirmed,
    case when line = 0 and evidence_date is null and holds then 'No source that was found speaks for a day since.' end as certainty,
    case line
      when 0 then coalesce(evidence_source_id, (
        select group_concat(one_source_id || '; ' || other_source_id, '; ')
        from disputes
        where status = 'disputed'
          and disputes.instrument_id in (now.instrument_id, now.by_instrument_id)
          and (disputes.since is null or disputes.since <= :day)
          and (disputes.until is null or disputes.until > :day)
      ))
      when 1 then coalesce(evidence_source_id, first_source_id)
      when 2 then substr(earlier_source, 11)
    end as source,
    line > 2 as "limit",
    case line when 1 then nullif(by_instrument_id, instrument_id) end as record_key
  from (
    select
      periods.*,
      instruments.source_id as first_source_id,
      instruments.note,
      instruments.effect,
      case instruments.instrument_type when 'corporate_policy' then 'This policy' when 'bill_not_enacted' then 'This bill' else 'This rule' end as it
    from periods
    join instruments on instruments.instrument_id = periods.instrument_id
    where periods.since <= :day
      and (periods.until is null or periods.until > :day)
  ) as now
  cross join does
  cross join lines
)
select sentence, status, confirmed, certainty, source, "limit", 'instruments' as record_table, record_key
from told
where sentence is not null
order by line
