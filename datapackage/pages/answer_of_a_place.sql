-- title: May police use face recognition here?
-- page: record places
-- shape: answer
-- order: 0
-- releases: from 3.0.0
-- replaces: status, summary_of_a_place
with now as materialized (
  select
    place_statuses.*,
    case when instr(sentence, ', as last confirmed ') > 0 then substr(sentence, 1, instr(sentence, ', as last confirmed ') - 1)
      when instr(sentence, ', by a rule that began ') > 0 then substr(sentence, 1, instr(sentence, ', by a rule that began ') - 1)
      when instr(sentence, ', which is not the same') > 0 then substr(sentence, 1, instr(sentence, ', which is not the same') - 1)
      when instr(sentence, '; what is recorded') > 0 then substr(sentence, 1, instr(sentence, '; what is recorded') - 1)
      else rtrim(sentence, '.') end as said,
    case
      when instr(sentence, ', by a rule that began ') > 0 then 'By a rule that began ' || substr(sentence, instr(sentence, ', by a rule that began ') + 23)
      when instr(sentence, ', which is not the same') > 0 then 'That ' || substr(sentence, instr(sentence, ', which is not the same') + 8)
      when instr(sentence, '; what is recorded') > 0 then 'What ' || substr(sentence, instr(sentence, '; what is recorded') + 7)
    end as certainty
  from place_statuses
  where place_id = :key
    and (since is null or since <= :day)
    and (until is null or until > :day)
),
-- What would be too long to be read at a glance is cut where its exceptions begin.
cut as (
  select
    now.*,
    case when length(said) > 100 and instr(said, ', except for ') > 0 then instr(said, ', except for ') end as exceptions_from
  from now
),
behind as (
  select
    instr('; ' || now.rules || ';', '; ' || periods.instrument_id || ';') as place_in_rules,
    case when instruments.jurisdiction_place_id = now.place_id then '' else places.name || '''s ' end
      || replace(replace(instruments.title, ' (' || places.display_name || ')', ''), ' (' || places.name || ')', '') as label,
    ', ' || replace(periods.in_words, ' (' || places.display_name || ')', '') || '.' as sentence,
    coalesce(periods.evidence_source_id, instruments.source_id) as source,
    periods.instrument_id
  from now
  join status_periods as periods
    on instr('; ' || now.rules || ';', '; ' || periods.instrument_id || ';') > 0
    and periods.since <= :day
    and (periods.until is null or periods.until > :day)
  join instruments on instruments.instrument_id = periods.instrument_id
  left join places on places.place_id = instruments.jurisdiction_place_id
),
lines as (
  select
    0 as line,
    case
      when place_status = 'disputed' and length(said) > 100 then 'Sources disagree on whether police may use face recognition here'
      when exceptions_from is null then said
      else substr(said, 1, exceptions_from - 1) || ', with exceptions'
    end || '.' as sentence,
    place_status as status,
    last_confirmed as confirmed,
    certainty,
    coalesce(source_id, (
      select group_concat(one_source_id || '; ' || other_source_id, '; ')
      from disputes
      where place_status = 'disputed'
        and instr('; ' || rules || ';', '; ' || disputes.instrument_id || ';') > 0
        and (disputes.since is null or disputes.since <= :day)
        and (disputes.until is null or disputes.until > :day)
    )) as source,
    0 as "limit",
    null as label,
    null as record_key
  from cut
  union all
  select 0, 'This is answered for states, counties and municipalities.', null, null, null, null, 0, null, null
  from places
  where place_id = :key and not exists (select 1 from place_statuses where place_statuses.place_id = :key)
  union all
  select 1, 'Except' || substr(said, exceptions_from + 8) || '.', null, null, null, source_id, 0, null, null from cut where exceptions_from is not null
  union all
  select 1, said || '.', null, null, null, null, 0, null, null from cut where place_status = 'disputed' and length(said) > 100
  union all
  select * from (
    select 1 + place_in_rules, sentence, null, null, null, source, 0, label, instrument_id from behind order by place_in_rules limit 3
  )
  union all
  select 8000, more, null, null, null, null, 1, null, null from now where more is not null
  union all
  select 9000, 'Nothing later than ' || last_confirmed || ' was found on this.', null, null, null, null, 1, null, null
  from now
  where last_confirmed is not null and last_confirmed < :day
)
select label, sentence, status, confirmed, certainty, source, "limit", 'instruments' as record_table, record_key
from lines
order by line
