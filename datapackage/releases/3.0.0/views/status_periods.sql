-- title: Status over time
-- description: When each rule or policy was in which status, computed from its events and from the rules that amend or replace it. A company's policy begins with its announcement. While the table disputes has an undecided dispute about a rule, its status is disputed, and so is that of a rule that it replaced. A status holds from the day since up to, but not on, the day until; beside each day stands the date as the source writes it, with the earliest and latest day that it can mean. A rule applies from the day it takes effect, or from its adoption where no effective date is known. A date of confirmation stands only where a source speaks for a date in the period; of a month or a year, all of it has to lie there. After it an open status is less sure.
-- column: instrument_id = the key of the rule or policy
-- column: status = what it was; the vocabulary status says what each term means
-- column: since = the first day of the status, for computing
-- column: until = the first day on which it no longer held, for computing; empty where nothing ended it
-- column: since_as_written = the date behind since as exactly as the source gives it
-- column: since_earliest = the earliest day on which the status can have begun
-- column: since_latest = the latest day on which the status can have begun
-- column: until_as_written = the date behind until as exactly as the source gives it
-- column: until_earliest = the earliest day on which it can have ended
-- column: until_latest = the latest day on which it can have ended
-- column: event_id = the event that began the status
-- column: by_instrument_id = the other rule that changed this one; empty where its own events did
-- column: applies_since = the day since which the rule applies, whatever changed it later; empty where the status is no form of being in force
-- column: applies_since_as_written = the date behind it as exactly as the source gives it
-- column: applies_since_earliest = the earliest day on which it can have begun to apply
-- column: applies_since_latest = the latest day on which it can have begun to apply
-- column: effective_date_known = yes, or no where it is taken to apply from its adoption; empty where applies_since is
-- column: in_words = the status as a reader would say it
-- column: evidence_date = the last date in the period for which a source speaks of the rule, as exactly as it is known; empty where none does
-- column: evidence_source_id = the document that speaks for that date
with dated as (
  select
    events.event_id,
    events.instrument_id,
    events.event_type,
    events.date_edtf,
    dates.on_words,
    dates.since_words,
    case when events.last_day then dates.day_after else dates.earliest end as earliest,
    case when events.last_day then dates.day_after else dates.latest end as latest,
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
    max(case when step = 'adopted' and from_last = 1 then event_id end) as event_id,
    max(case when step = 'adopted' and from_last = 1 then event_type end) as event_type,
    max(case when step = 'adopted' and from_last = 1 then date_edtf end) as date_edtf,
    max(case when step = 'adopted' and from_last = 1 then on_words end) as on_words,
    max(case when step = 'adopted' and from_last = 1 then since_words end) as since_words,
    max(case when step = 'adopted' and from_last = 1 then earliest end) as earliest,
    max(case when step = 'adopted' and from_last = 1 then latest end) as latest,
    max(case when step = 'adopted' and from_first = 1 then event_id end) as passed_event_id,
    max(case when step = 'adopted' and from_first = 1 then date_edtf end) as passed_edtf,
    max(case when step = 'adopted' and from_first = 1 then on_words end) as passed_words,
    max(case when step = 'adopted' and from_first = 1 then earliest end) as passed_earliest,
    max(case when step = 'adopted' and from_first = 1 then latest end) as passed_latest,
    max(case when step = 'effective' and from_first = 1 then event_id end) as effective_event_id,
    max(case when step = 'effective' and from_first = 1 then date_edtf end) as effective_edtf,
    max(case when step = 'effective' and from_first = 1 then earliest end) as effective_earliest,
    max(case when step = 'effective' and from_first = 1 then latest end) as effective_on,
    max(case when step = 'effective' and from_first = 1 then since_words end) as effective_since_words
  from placed
  group by instrument_id
  having max(case when step = 'adopted' then event_id end) is not null
),
started as (
  select
    adopted.*,
    coalesce(effective_on, latest) as since,
    coalesce(effective_edtf, date_edtf) as written,
    coalesce(effective_earliest, earliest) as since_earliest,
    coalesce(effective_since_words, since_words) as words_since,
    coalesce(effective_event_id, event_id) as start_event_id,
    case when effective_event_id is null and event_type <> 'announced' then 'no' else 'yes' end as effective_date_known
  from adopted
),
proposed as (
  select event_id, instrument_id, event_type, date_edtf, earliest, latest, on_words
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
  select instrument_id, earliest, latest, date_edtf, on_words, event_id
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
    earliest,
    latest,
    event_id,
    cast(null as text) as by_instrument_id,
    case event_type when 'vote' then 'put to a vote ' else 'proposed ' end || on_words as words,
    1 as strength
  from proposed
  union all
  select
    instrument_id,
    case step
      when 'passed' then 'not_yet_in_force'
      when 'adopted' then 'not_yet_in_force'
      else step
    end,
    case step when 'passed' then passed_latest when 'date_uncertain' then earliest when 'adopted' then latest else since end,
    case step when 'passed' then passed_edtf when 'in_force' then written else date_edtf end,
    case step when 'passed' then passed_earliest when 'in_force' then since_earliest else earliest end,
    case step when 'passed' then passed_latest when 'in_force' then since else latest end,
    case step when 'passed' then passed_event_id when 'in_force' then start_event_id else event_id end,
    null,
    case step
      when 'passed' then 'passed ' || passed_words || case event_type when 'signed' then ', signed only ' else ', adopted only ' end || on_words
      when 'date_uncertain' then 'adopted ' || on_words || '; the day is not known'
      when 'in_force' then 'in force ' || words_since
      else 'adopted ' || on_words || ', in force only ' || replace(words_since, 'since ', 'from ')
    end,
    case step when 'date_uncertain' then 2 when 'in_force' then 4 else 3 end
  from started
  cross join (
    select 'passed' as step union all select 'date_uncertain' union all select 'adopted' union all select 'in_force'
  ) as steps
  where (step = 'passed' and passed_latest < latest and passed_latest < since)
    or (step = 'date_uncertain' and earliest < latest)
    or (step = 'adopted' and since > latest)
    or step = 'in_force'
  union all
  select
    dated.instrument_id, 'amended', dated.latest, dated.date_edtf, dated.earliest, dated.latest, dated.event_id, null,
    'changed ' || dated.on_words, 5
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
    started.since_earliest,
    started.since,
    started.start_event_id,
    started.instrument_id,
    case
      when instrument_relations.relation in ('supersedes', 'ends_and_replaces') then 'replaced '
      when instrument_relations.relation = 'supersedes_in_part' then 'replaced in part '
      else 'changed '
    end || dates.on_words || ' by: ' || instruments.title,
    case when instrument_relations.relation in ('supersedes', 'ends_and_replaces') then 8 else 6 end
  from instrument_relations
  join started on started.instrument_id = instrument_relations.from_instrument_id
  join dates on dates.edtf = started.written
  join instruments on instruments.instrument_id = instrument_relations.from_instrument_id
  where instrument_relations.relation in (
    'amends', 'strengthens', 'creates_exception_to', 'supersedes_in_part', 'supersedes', 'ends_and_replaces'
  )
  union all
  select
    instrument_id, 'unknown', latest, date_edtf, earliest, latest, event_id, null,
    'due to end ' || on_words || '; whether it did is not known', 7
  from lapsing
  union all
  select
    instrument_relations.to_instrument_id, 'unknown',
    lapsing.latest, lapsing.date_edtf, lapsing.earliest, lapsing.latest, lapsing.event_id, lapsing.instrument_id,
    'what replaced it was due to end ' || lapsing.on_words || '; whether it did, and whether this rule came back, is not known', 9
  from instrument_relations
  join lapsing on lapsing.instrument_id = instrument_relations.from_instrument_id
  where instrument_relations.relation in ('supersedes', 'ends_and_replaces')
  union all
  select
    instrument_id, 'date_uncertain', earliest, date_edtf, earliest, latest, event_id, null,
    event_type || ' ' || on_words || '; the day is not known', 10
  from dated
  where event_type in ('expired', 'repealed', 'failed') and earliest < latest
  union all
  select
    instrument_id, event_type, latest, date_edtf, earliest, latest, event_id, null,
    event_type || ' ' || on_words, 11
  from dated
  where event_type in ('expired', 'repealed', 'failed')
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
    lead(since) over (partition by instrument_id order by since) as until,
    lead(written) over (partition by instrument_id order by since) as until_as_written,
    lead(earliest) over (partition by instrument_id order by since) as until_earliest,
    lead(latest) over (partition by instrument_id order by since) as until_latest
  from ranked
  where place = 1
)
select
  spoken.instrument_id,
  case when spoken.question is null then spoken.status else 'disputed' end as status,
  spoken.since,
  spoken.until,
  spoken.written as since_as_written,
  spoken.earliest as since_earliest,
  spoken.latest as since_latest,
  spoken.until_as_written,
  spoken.until_earliest,
  spoken.until_latest,
  spoken.event_id,
  spoken.by_instrument_id,
  case when statuses_in_force.status is not null then started.since end as applies_since,
  case when statuses_in_force.status is not null then started.written end as applies_since_as_written,
  case when statuses_in_force.status is not null then started.since_earliest end as applies_since_earliest,
  case when statuses_in_force.status is not null then started.since end as applies_since_latest,
  case when statuses_in_force.status is not null then started.effective_date_known end as effective_date_known,
  case
    when spoken.question is not null then 'sources disagree ' || spoken.question
    when spoken.status in ('amended', 'superseded_in_part') then 'in force ' || started.words_since || ', ' || spoken.words
    else spoken.words
  end as in_words,
  spoken.confirmed as evidence_date,
  spoken.source_id as evidence_source_id
from (
  select
    periods.*,
    open_disputes.question,
    confirmations.written as confirmed,
    confirmations.source_id,
    row_number() over (
      partition by periods.instrument_id, periods.since
      order by confirmations.not_before desc nulls last, confirmations.standing, confirmations.source_id, confirmations.written, open_disputes.question
    ) as place_of_day
  from ordered as periods
  left join (
    select instrument_id, cast(since as varchar) as since, cast(until as varchar) as until, question
    from disputes
    where not decided
    union all
    select instrument_relations.to_instrument_id, cast(disputes.since as varchar), cast(disputes.until as varchar), disputes.question
    from disputes
    join instrument_relations
      on instrument_relations.from_instrument_id = disputes.instrument_id
      and instrument_relations.relation in ('supersedes', 'ends_and_replaces')
    where not disputes.decided
  ) as open_disputes
    on open_disputes.instrument_id = periods.instrument_id
    and open_disputes.since <= periods.since
    and periods.since < coalesce(open_disputes.until, '9999')
  left join confirmations
    on confirmations.instrument_id = periods.instrument_id
    -- A month or a year counts where a document speaks for all of it, or where it is that of the turn itself.
    and (length(confirmations.written) = 10 or confirmations.not_before < confirmations.day or confirmations.written = periods.written)
    and confirmations.not_before >= periods.since
    and (periods.until is null or confirmations.day < periods.until)
) as spoken
left join statuses_in_force on statuses_in_force.status = spoken.status and spoken.question is null
left join started on started.instrument_id = spoken.instrument_id
where spoken.place_of_day = 1
