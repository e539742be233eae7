-- title: Status over time
-- description: When each rule or policy was in which status, computed from its events and from the rules that amend or replace it. A company's policy begins with its announcement. A status holds from the day since up to, but not on, the day until. A rule applies from the day it takes effect, or from its adoption where no effective date is known. After the last evidence an open status is less sure: the questions status_on and in_force_on then say no later event found.
-- column: instrument_id = the key of the rule or policy
-- column: status = what it was; the vocabulary status says what each term means
-- column: since = the first day of the status
-- column: until = the first day on which it no longer held; empty where nothing ended it
-- column: since_as_written = the date behind since as exactly as the source gives it
-- column: event_id = the event that began the status
-- column: by_instrument_id = the other rule that changed this one; empty where its own events did
-- column: applies_since = the day since which the rule applies, whatever changed it later; empty where the status is no form of being in force
-- column: effective_date_known = yes, or no where it is taken to apply from its adoption; empty where applies_since is
-- column: in_words = the status as a reader would say it
-- column: evidence_date = the last day for which a source speaks of the rule; of a month or year that a source gives, the first day counts
with dated as (
  select events.event_id, events.instrument_id, events.event_type, events.date_edtf, dates.earliest, dates.latest
  from events
  join dates on dates.edtf = events.date_edtf
  where events.instrument_id is not null
),
adopted as (
  select event_id, instrument_id, event_type, date_edtf, earliest, latest
  from (
    select
      dated.*,
      row_number() over (partition by instrument_id order by latest desc, event_id desc) as place
    from dated
    where event_type in ('enacted', 'signed', 'ballot_vote', 'announced')
  ) as steps
  where place = 1
),
effective as (
  select event_id, instrument_id, date_edtf, latest
  from (
    select dated.*, row_number() over (partition by instrument_id order by latest, event_id) as place
    from dated
    where event_type = 'effective'
  ) as steps
  where place = 1
),
proposed as (
  select event_id, instrument_id, date_edtf, earliest
  from (
    select
      dated.*,
      adopted.earliest as adopted_on,
      row_number() over (partition by dated.instrument_id order by dated.earliest, dated.event_id) as place
    from dated
    left join adopted on adopted.instrument_id = dated.instrument_id
    where dated.event_type in ('introduced', 'vote')
  ) as steps
  where place = 1 and (adopted_on is null or earliest < adopted_on)
),
started as (
  select
    adopted.instrument_id,
    coalesce(effective.latest, adopted.latest) as since,
    coalesce(effective.date_edtf, adopted.date_edtf) as written,
    coalesce(effective.event_id, adopted.event_id) as event_id,
    case when effective.event_id is null and adopted.event_type <> 'announced' then 'no' else 'yes' end as effective_date_known
  from adopted
  left join effective on effective.instrument_id = adopted.instrument_id
),
lapsing as (
  select ending.instrument_id, ending.latest, ending.date_edtf, ending.event_id
  from dated as ending
  where ending.event_type = 'scheduled_expiry'
    and ending.latest is not null
    and not exists (
      select 1 from dated as other
      where other.instrument_id = ending.instrument_id
        and other.event_type in ('extended', 'expired', 'repealed')
        and other.earliest <= ending.latest
    )
),
turns as (
  select
    instrument_id,
    'proposed' as status,
    earliest as since,
    date_edtf as written,
    event_id,
    cast(null as text) as by_instrument_id,
    1 as strength
  from proposed
  union all
  select instrument_id, 'date_uncertain', earliest, date_edtf, event_id, null, 2
  from adopted
  where earliest < latest
  union all
  select adopted.instrument_id, 'not_yet_in_force', adopted.latest, adopted.date_edtf, adopted.event_id, null, 3
  from adopted
  join started on started.instrument_id = adopted.instrument_id and started.since > adopted.latest
  union all
  select instrument_id, 'in_force', since, written, event_id, null, 4
  from started
  union all
  select dated.instrument_id, 'amended', dated.latest, dated.date_edtf, dated.event_id, null, 5
  from dated
  join started on started.instrument_id = dated.instrument_id and dated.latest > started.since
  where dated.event_type = 'amended'
  union all
  select
    instrument_relations.to_instrument_id,
    case
      when instrument_relations.relation in ('supersedes', 'ends_and_replaces') then 'superseded'
      when instrument_relations.relation = 'supersedes_in_part' then 'superseded_in_part'
      else 'amended'
    end,
    started.since,
    started.written,
    started.event_id,
    started.instrument_id,
    case when instrument_relations.relation in ('supersedes', 'ends_and_replaces') then 8 else 6 end
  from instrument_relations
  join started on started.instrument_id = instrument_relations.from_instrument_id
  where instrument_relations.relation in (
    'amends', 'strengthens', 'creates_exception_to', 'supersedes_in_part', 'supersedes', 'ends_and_replaces'
  )
  union all
  select instrument_id, 'unknown', latest, date_edtf, event_id, null, 7
  from lapsing
  union all
  select instrument_relations.to_instrument_id, 'unknown', lapsing.latest, lapsing.date_edtf, lapsing.event_id, lapsing.instrument_id, 9
  from instrument_relations
  join lapsing on lapsing.instrument_id = instrument_relations.from_instrument_id
  where instrument_relations.relation in ('supersedes', 'ends_and_replaces')
  union all
  select instrument_id, 'date_uncertain', earliest, date_edtf, event_id, null, 10
  from dated
  where event_type in ('expired', 'repealed', 'failed') and earliest < latest
  union all
  select instrument_id, event_type, latest, date_edtf, event_id, null, 11
  from dated
  where event_type in ('expired', 'repealed', 'failed')
),
told as (
  select instrument_id, max(day) as spoken_on
  from days_spoken_of
  group by instrument_id
),
ranked as (
  select
    turns.*,
    row_number() over (
      partition by instrument_id, since order by strength desc, written desc, event_id
    ) as place
  from turns
),
ordered as (
  select
    ranked.*,
    lead(since) over (partition by instrument_id order by since) as until
  from ranked
  where place = 1
)
select
  ordered.instrument_id,
  ordered.status,
  ordered.since,
  ordered.until,
  ordered.written as since_as_written,
  ordered.event_id,
  ordered.by_instrument_id,
  case when ordered.status in (select statuses_in_force.status from statuses_in_force) then started.since end as applies_since,
  case when ordered.status in (select statuses_in_force.status from statuses_in_force) then started.effective_date_known end as effective_date_known,
  case ordered.status
    when 'proposed' then 'proposed ' || dated_words.words
    when 'date_uncertain' then 'changed on a day from ' || ordered.since || coalesce(' to ' || ordered.until, '')
    when 'not_yet_in_force' then 'adopted ' || dated_words.words || ', in force only from ' || ordered.until
    when 'in_force' then 'in force since ' || dated_words.plain
    when 'amended' then 'in force since ' || replace(replace(started.written, '~', ' or about then'), '?', ', uncertain') || ', changed ' || dated_words.words || coalesce(' by: ' || other.title, '')
    when 'superseded_in_part' then 'in force since ' || replace(replace(started.written, '~', ' or about then'), '?', ', uncertain') || ', replaced in part ' || dated_words.words || ' by: ' || other.title
    when 'superseded' then 'replaced ' || dated_words.words || ' by: ' || other.title
    when 'unknown' then case
      when other.instrument_id is null then 'due to end ' || dated_words.words || '; whether it did is not known'
      else 'what replaced it was due to end ' || dated_words.words || ', which would bring it back; whether it did is not known'
    end
    else ordered.status || ' ' || dated_words.words
  end as in_words,
  case when told.spoken_on is null or told.spoken_on < ordered.since then ordered.since else told.spoken_on end as evidence_date
from ordered
join (
  select written, plain, case when length(plain) = 10 then 'on ' || plain else 'at a time given as ' || plain end as words
  from (
    select distinct written, replace(replace(written, '~', ' or about then'), '?', ', uncertain') as plain
    from turns
  ) as marked
) as dated_words on dated_words.written = ordered.written
left join instruments as other on other.instrument_id = ordered.by_instrument_id
left join started on started.instrument_id = ordered.instrument_id
left join told on told.instrument_id = ordered.instrument_id
