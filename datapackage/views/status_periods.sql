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
  select
    events.event_id,
    events.instrument_id,
    events.event_type,
    events.date_edtf,
    dates.earliest,
    dates.latest,
    case
      when events.event_type in ('enacted', 'signed', 'ballot_vote', 'announced') then 'adopted'
      when events.event_type in ('introduced', 'vote') then 'proposed'
      when events.event_type = 'effective' then 'effective'
    end as step
  from events
  join dates on dates.edtf = events.date_edtf
  where events.instrument_id is not null
),
placed as (
  select
    dated.*,
    row_number() over (partition by instrument_id, step order by latest, event_id) as from_first,
    row_number() over (partition by instrument_id, step order by latest desc, event_id desc) as from_last
  from dated
  where step in ('adopted', 'effective')
),
adopted as (
  select
    instrument_id,
    max(case when step = 'adopted' then event_id end) as event_id,
    max(case when step = 'adopted' then event_type end) as event_type,
    max(case when step = 'adopted' then date_edtf end) as date_edtf,
    max(case when step = 'adopted' then earliest end) as earliest,
    max(case when step = 'adopted' then latest end) as latest,
    max(case when step = 'effective' then event_id end) as effective_event_id,
    max(case when step = 'effective' then date_edtf end) as effective_edtf,
    max(case when step = 'effective' then latest end) as effective_on
  from placed
  where (step = 'adopted' and from_last = 1) or (step = 'effective' and from_first = 1)
  group by instrument_id
  having max(case when step = 'adopted' then event_id end) is not null
),
started as (
  select
    adopted.*,
    coalesce(effective_on, latest) as since,
    coalesce(effective_edtf, date_edtf) as written,
    coalesce(effective_event_id, event_id) as start_event_id,
    case when effective_event_id is null and event_type <> 'announced' then 'no' else 'yes' end as effective_date_known
  from adopted
),
proposed as (
  select event_id, instrument_id, date_edtf, earliest
  from (
    select
      dated.*,
      started.earliest as adopted_on,
      row_number() over (partition by dated.instrument_id order by dated.earliest, dated.event_id) as place
    from dated
    left join started on started.instrument_id = dated.instrument_id
    where dated.step = 'proposed'
  ) as steps
  where place = 1 and (adopted_on is null or earliest < adopted_on)
),
lapsing as (
  select instrument_id, latest, date_edtf, event_id
  from (
    select
      dated.*,
      min(case when event_type in ('extended', 'expired', 'repealed') then earliest end)
        over (partition by instrument_id) as ended_on
    from dated
  ) as endings
  where event_type = 'scheduled_expiry' and latest is not null and (ended_on is null or ended_on > latest)
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
  from started
  where earliest < latest
  union all
  select instrument_id, 'not_yet_in_force', latest, date_edtf, event_id, null, 3
  from started
  where since > latest
  union all
  select instrument_id, 'in_force', since, written, start_event_id, null, 4
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
    started.start_event_id,
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
    replace(replace(written, '~', ' or about then'), '?', ', uncertain') as plain,
    row_number() over (
      partition by instrument_id, since order by strength desc, written desc, event_id
    ) as place
  from turns
),
ordered as (
  select
    ranked.*,
    case when length(plain) = 10 then 'on ' || plain else 'at a time given as ' || plain end as words,
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
    when 'proposed' then 'proposed ' || ordered.words
    when 'date_uncertain' then 'changed on a day from ' || ordered.since || coalesce(' to ' || ordered.until, '')
    when 'not_yet_in_force' then 'adopted ' || ordered.words || ', in force only from ' || ordered.until
    when 'in_force' then 'in force since ' || ordered.plain
    when 'amended' then 'in force since ' || replace(replace(started.written, '~', ' or about then'), '?', ', uncertain') || ', changed ' || ordered.words || coalesce(' by: ' || other.title, '')
    when 'superseded_in_part' then 'in force since ' || replace(replace(started.written, '~', ' or about then'), '?', ', uncertain') || ', replaced in part ' || ordered.words || ' by: ' || other.title
    when 'superseded' then 'replaced ' || ordered.words || ' by: ' || other.title
    when 'unknown' then case
      when other.instrument_id is null then 'due to end ' || ordered.words || '; whether it did is not known'
      else 'what replaced it was due to end ' || ordered.words || ', which would bring it back; whether it did is not known'
    end
    else ordered.status || ' ' || ordered.words
  end as in_words,
  case when told.spoken_on is null or told.spoken_on < ordered.since then ordered.since else told.spoken_on end as evidence_date
from ordered
left join instruments as other on other.instrument_id = ordered.by_instrument_id
left join started on started.instrument_id = ordered.instrument_id
left join told on told.instrument_id = ordered.instrument_id
