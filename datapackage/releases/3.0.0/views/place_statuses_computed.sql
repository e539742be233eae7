-- title: May police use face recognition, place by place and period by period, as computed
-- description: The one SQL that decides. Every place with its periods, each with one status, a sentence, the rules behind it, and the last day for which a source confirms it. The strictest of a place's own rules and its state's counts; a county's rule binds no city. The table place_statuses holds the same, and the rule place_statuses_follow_the_rules proves it.
-- column: place_id = the key of the place
-- column: period = the number of the period, from 1
-- column: since = the first day of the period; empty for the first, which has no beginning
-- column: since_as_written = that day as exactly as the source gives it, where a rule changed on it, or where a mere month or year confirms the status
-- column: until = the first day after the period; empty where nothing ended it
-- column: place_status = the status, a term of the vocabulary place_status
-- column: sentence = the answer in a sentence
-- column: more = what else a reader must know: whom the rule leaves out, what another rule does, what sources disagree on; empty where that is nothing
-- column: rules = the keys of the rules behind it, its own first, joined by a semicolon
-- column: last_confirmed = the last day up to the period's first for which a source confirms what the status says, as exactly as it is known; empty where none does
-- column: source_id = the document that speaks for that day
with bound as (
  select places.place_id, places.place_type, jurisdictions.place_id as jurisdiction_id, jurisdictions.name as jurisdiction
  from places
  join places as jurisdictions
    on jurisdictions.place_id = places.place_id
    or (jurisdictions.place_id = places.parent_place_id and jurisdictions.place_type = 'state')
  where places.place_type <> 'country'
),
uses as (
  select
    bound.place_id,
    bound.place_type,
    case when bound.place_id = bound.jurisdiction_id then 'own' else 'state' end as level,
    bound.jurisdiction,
    status_periods.instrument_id,
    police_scopes.scope_id,
    case
      when status_periods.status in ('in_force', 'amended') then 'holds'
      when status_periods.status = 'superseded_in_part' then 'partly'
      when status_periods.status = 'unknown' then 'unknown'
      when status_periods.status = 'disputed' then 'disputed'
      when status_periods.status = 'date_uncertain' then case changed.event_type when 'repealed' then 'ending' when 'expired' then 'ending' when 'failed' then null else 'beginning' end
      when status_periods.status = 'not_yet_in_force' then 'waiting'
      when status_periods.status in ('expired', 'repealed') then 'ended'
    end as standing,
    case when scope_start.earliest > status_periods.since then scope_start.earliest else status_periods.since end as since,
    status_periods.until,
    status_periods.since_as_written,
    status_periods.until_as_written as next_as_written,
    case status_periods.status when 'superseded_in_part' then status_periods.since else status_periods.applies_since end as applies_since,
    case when coded.instrument_id is null then 0 else 1 end as is_coded,
    case when police_scopes.local_police = 1 or (bound.place_type = 'state' and police_scopes.state_police = 1) then 1 else 0 end as binds,
    case when bound.place_type = 'state' or police_scopes.local_police = 1 then 1 else 0 end as counts,
    police_scopes.local_police,
    police_scopes.state_police,
    police_scopes.outcome,
    police_scopes.modality,
    police_scopes.reach,
    police_scopes.own_use,
    police_scopes.where_words,
    police_scopes.exception_words,
    police_scopes.left_out_words,
    cast(disputes.since as varchar) as disputed_since,
    cast(disputes.until as varchar) as disputed_until,
    disputes.question,
    case when disputes.decided then 1 else 0 end as is_decided,
    preempted.to_instrument_id as preempts
  from status_periods
  join instruments on instruments.instrument_id = status_periods.instrument_id and instruments.instrument_type <> 'corporate_policy'
  join bound on bound.jurisdiction_id = instruments.jurisdiction_place_id
  left join events as changed on changed.event_id = status_periods.event_id
  left join police_scopes on police_scopes.instrument_id = status_periods.instrument_id
  left join instrument_scopes on instrument_scopes.scope_id = police_scopes.scope_id
  left join dates as scope_start on scope_start.edtf = instrument_scopes.valid_from_edtf
  left join (select distinct instrument_id from instrument_scopes) as coded on coded.instrument_id = status_periods.instrument_id
  left join disputes on disputes.instrument_id = status_periods.instrument_id
  left join instrument_relations as preempted on preempted.from_instrument_id = status_periods.instrument_id and preempted.relation = 'preempts'
),
reviews as (
  select events.place_id, max(dates.earliest) as day, max(dates.edtf) as written, max(dates.on_words) as words
  from events
  join dates on dates.edtf = events.date_edtf
  where events.event_type = 'review_due'
  group by events.place_id
),
moments as (
  select place_id, '' as day from places where place_type <> 'country'
  union
  select uses.place_id, case turns.turn when 1 then uses.since when 2 then uses.until when 3 then uses.disputed_since else uses.disputed_until end
  from uses
  cross join (select 1 as turn union all select 2 union all select 3 union all select 4) as turns
  where case turns.turn when 1 then uses.since when 2 then uses.until when 3 then uses.disputed_since else uses.disputed_until end is not null
  union
  select bound.place_id, confirmations.day
  from bound
  join instruments on instruments.jurisdiction_place_id = bound.jurisdiction_id
  join confirmations on confirmations.instrument_id = instruments.instrument_id
  union
  select place_id, day from reviews
),
held as (
  select
    moments.place_id,
    moments.day,
    uses.place_type,
    uses.level,
    uses.jurisdiction,
    uses.instrument_id,
    uses.scope_id,
    uses.standing,
    case when uses.disputed_since <= moments.day and moments.day < coalesce(uses.disputed_until, '9999') then uses.question end as question,
    uses.is_decided,
    uses.is_coded,
    uses.binds,
    uses.counts,
    uses.local_police,
    uses.state_police,
    uses.outcome,
    uses.modality,
    uses.reach,
    uses.where_words,
    uses.exception_words,
    uses.left_out_words,
    case when uses.binds = 1 and uses.own_use = 1 and uses.outcome in ('barred', 'halted', 'conditions') then uses.outcome end as limits,
    case when uses.since = moments.day then uses.since_as_written end as since_as_written,
    began.on_words as began_words,
    ends.on_words as ends_words,
    (
      select max(confirmations.not_before || '|' || cast(9 - confirmations.standing as varchar) || '|' || confirmations.source_id || '|' || confirmations.written)
      from confirmations
      where confirmations.instrument_id = uses.instrument_id
        and confirmations.not_before >= uses.applies_since
        and confirmations.day <= moments.day
    ) as confirmed,
    instr(
      coalesce(group_concat('|' || uses.preempts || '|', '') over (partition by moments.place_id, moments.day), ''),
      '|' || uses.instrument_id || '|'
    ) as preempted
  from moments
  left join uses
    on uses.place_id = moments.place_id
    and uses.since <= moments.day
    and moments.day < coalesce(uses.until, '9999')
    and uses.standing is not null
  left join dates as began on began.edtf = uses.since_as_written
  left join dates as ends on ends.edtf = uses.next_as_written
),
marked as (
  select
    held.*,
    case when standing in ('holds', 'partly') and limits is not null then 1 else 0 end as carries,
    case when standing in ('holds', 'partly') and counts = 1 and outcome in ('allowed', 'conditions', 'not_covered') then 1 else 0 end as excepts,
    max(case when standing in ('holds', 'partly') and limits is not null then 1 else 0 end) over (partition by place_id, day, level) as is_carried
  from held
  where preempted = 0 or preempted is null
),
mattering as (
  select
    marked.*,
    case
      when is_carried = 1 then case when carries = 1 or excepts = 1 then 1 else 0 end
      when limits is not null or (counts = 1 and scope_id is not null) or standing = 'disputed' then 1
      else 0
    end as matters
  from marked
),
numbered as (
  select
    mattering.*,
    row_number() over (partition by place_id, day, level, instrument_id order by matters desc, scope_id) as in_rule,
    row_number() over (partition by place_id, day, level, excepts, exception_words, left_out_words order by scope_id) as in_words
  from mattering
),
placed as (
  select
    numbered.*,
    sum(case when excepts = 1 and in_words = 1 and exception_words is not null then 1 else 0 end)
      over (partition by place_id, day, level order by scope_id, instrument_id rows between unbounded preceding and current row) as nth,
    sum(case when excepts = 1 and in_words = 1 and exception_words is not null then 1 else 0 end) over (partition by place_id, day, level) as exceptions,
    max(excepts) over (partition by place_id, day, level) as has_exceptions
  from numbered
),
listed as (
  select
    placed.*,
    group_concat(case when in_rule = 1 and matters = 1 then instrument_id end, '; ')
      over (partition by place_id, day, level order by instrument_id, scope_id rows between unbounded preceding and unbounded following) as police_rules,
    group_concat(case when in_rule = 1 then instrument_id end, '; ')
      over (partition by place_id, day, level order by instrument_id, scope_id rows between unbounded preceding and unbounded following) as all_rules,
    group_concat(
      case when excepts = 1 and in_words = 1 and exception_words is not null then
        case when nth = 1 then '' when nth = exceptions then ' and ' else ', ' end || 'for ' || exception_words
      end, ''
    ) over (partition by place_id, day, level order by scope_id, instrument_id rows between unbounded preceding and unbounded following) as except_words,
    group_concat(case when excepts = 1 and in_words = 1 then left_out_words end, ' or ')
      over (partition by place_id, day, level order by scope_id, instrument_id rows between unbounded preceding and unbounded following) as left_out
  from placed
),
levels as (
  select
    place_id,
    day,
    level,
    max(place_type) as place_type,
    max(jurisdiction) as jurisdiction,
    case
      when max(case when standing = 'partly' and limits = 'barred' then 1 else 0 end) + max(case when carries = 1 and limits = 'conditions' then 1 else 0 end) = 2 then '07 conditions'
      when max(case when carries = 1 and limits = 'barred' and (standing = 'partly' or (reach = 'whole' and has_exceptions = 1)) then 1 else 0 end) = 1 then '02 barred_with_exceptions'
      when max(case when carries = 1 and limits = 'barred' and reach = 'whole' then 1 else 0 end) = 1 then '01 barred'
      when max(case when carries = 1 and limits = 'barred' and reach = 'setting' then 1 else 0 end) = 1 then '05 barred_in_part'
      when max(case when carries = 1 and limits = 'halted' and reach = 'whole' then 1 else 0 end) = 1 then case when max(has_exceptions) = 1 then '04 halted_with_exceptions' else '03 halted' end
      when max(case when carries = 1 and limits = 'halted' then 1 else 0 end) = 1 then '06 halted_in_part'
      when max(carries) = 1 then '07 conditions'
      when max(case when standing = 'disputed' and (limits is not null or is_coded = 0) then 1 else 0 end) = 1 then '08 disputed'
      when max(case when standing in ('unknown', 'ending') and limits is not null then 1 else 0 end) = 1 then '09 not_known'
      when max(case when standing = 'beginning' and limits is not null then 1 else 0 end) = 1 then '10 may_have_begun'
      when max(case when standing = 'waiting' and limits is not null then 1 else 0 end) = 1 then '11 not_yet_in_force'
      when max(case when standing = 'ended' and limits in ('barred', 'halted') then 1 else 0 end) = 1 then '12 ended'
      when max(case when standing in ('holds', 'partly', 'disputed', 'ended') and binds = 1 and outcome = 'not_covered' and reach = 'whole' then 1 else 0 end) = 1 then '13 not_covered'
      when max(case when standing in ('holds', 'partly', 'unknown', 'disputed', 'ending', 'beginning') and is_coded = 1 then 1 else 0 end) = 1 then '14 others_only'
      when max(case when standing in ('holds', 'partly', 'unknown', 'disputed', 'ending', 'beginning') and is_coded = 0 then 1 else 0 end) = 1 then '15 recorded_not_coded'
      else '16 none_recorded'
    end as judged,
    coalesce(max(police_rules), max(all_rules)) as rules,
    max(except_words) as except_words,
    max(left_out) as left_out,
    max(case when carries = 1 and limits in ('barred', 'halted') and reach = 'setting' then where_words end) as bar_words,
    case when min(case when carries = 1 then case reach when 'setting' then 1 else 0 end end) = 1 then max(case when carries = 1 then where_words end) end as condition_words,
    case min(case when carries = 1 then case modality when 'prohibited_unless_approved_by_council' then 1 else 0 end end) when 1 then 'the council has approved it' end as approval_words,
    case
      when max(case when carries = is_carried and limits is not null then state_police else 0 end) = 0 and max(place_type) = 'state' and max(case when limits is not null then 1 else 0 end) = 1 then 'local police'
      when max(case when carries = 1 then local_police else 0 end) = 0 and max(carries) = 1 then 'state police'
      else 'police'
    end as who,
    max(case when is_decided = 0 then question end) as question,
    max(case when is_decided = 1 then question end) as settled_question,
    max(case when limits is not null and standing <> 'waiting' and carries = is_carried then began_words end) as began_words,
    max(case when standing = 'waiting' and limits is not null then ends_words end) as start_words,
    max(case when standing = 'ending' and limits is not null then 1 else 0 end) as is_ending,
    max(case when standing = 'ended' and limits is not null then limits end) as ended_limit,
    max(case when standing = 'ended' and limits is not null and reach <> 'whole' then where_words end) as ended_where,
    max(case when carries = 1 then confirmed end) as confirmed,
    max(since_as_written) as since_as_written
  from listed
  group by place_id, day, level
),
ranked as (
  select
    levels.*,
    row_number() over (partition by place_id, day order by judged, level) as rank,
    lead(judged) over (partition by place_id, day order by judged, level) as other_judged,
    lead(rules) over (partition by place_id, day order by judged, level) as other_rules,
    lead(level) over (partition by place_id, day order by judged, level) as other_level,
    lead(jurisdiction) over (partition by place_id, day order by judged, level) as other_jurisdiction
  from levels
),
decided as (
  select
    ranked.*,
    substr(judged, 4) as place_status,
    case when judged < '08' then substr(confirmed, 1, 10) end as confirmed_day,
    case when judged < '08' then substr(confirmed, 14, instr(substr(confirmed, 14), '|') - 1) end as source_id,
    case when judged < '08' then substr(confirmed, 14 + instr(substr(confirmed, 14), '|')) end as last_confirmed,
    case level when 'state' then ' (a rule of ' || jurisdiction || ')' else '' end as by_state,
    case level when 'state' then ' of ' || jurisdiction else '' end as of_state,
    case
      when other_judged < '08' and judged < '08' then
        case other_level when 'state' then ' A rule of ' || other_jurisdiction else ' A local rule' end
          || case substr(other_judged, 1, 2)
            when '01' then ' bars it'
            when '02' then ' bars it with exceptions'
            when '03' then ' halts it'
            when '04' then ' halts it with exceptions'
            when '05' then ' bars it in part'
            when '06' then ' halts it in part'
            else ' sets conditions'
          end
          || ', too.'
      when other_judged like '15%' and judged < '08' then ' A rule of ' || other_jurisdiction || ' is recorded, too; what it means for police was not coded.'
      when other_judged < '10' and judged < '08' then ' Whether ' || case other_level when 'state' then 'a rule of ' || other_jurisdiction else 'a local rule' end || ' applies too is ' || case substr(other_judged, 1, 2) when '08' then 'disputed.' else 'not known.' end
      else ''
    end as also
  from ranked
  where rank = 1
),
said as (
  select
    decided.*,
    coalesce(', as last confirmed ' || dates.on_words, ', by a rule that began ' || began_words || '; no source was found that speaks for a day since') as sure,
    upper(substr(who, 1, 1)) || substr(who, 2) as who_first,
    dates.latest as latest_of_confirmation,
    reviews.words as review_words,
    case when reviews.day = decided.day and reviews.written <> reviews.day then reviews.written end as review_as_written
  from decided
  left join dates on dates.edtf = decided.last_confirmed
  left join reviews
    on reviews.place_id = decided.place_id
    and decided.level = 'own'
    and decided.judged < '08'
    and reviews.day <= decided.day
    and reviews.day > coalesce(decided.confirmed_day, '')
),
answered as (
  select
    place_id,
    day,
    coalesce(since_as_written, case when latest_of_confirmation = day and last_confirmed <> day then last_confirmed end, review_as_written) as since_as_written,
    place_status,
    case
      when judged < '08' and (other_judged < '10' or other_judged like '15%') then case level when 'own' then rules || '; ' || other_rules else other_rules || '; ' || rules end
      when place_status <> 'none_recorded' then rules
    end as rules,
    last_confirmed,
    source_id,
    case place_status
      when 'barred' then who_first || ' may not use face recognition here' || by_state || sure || '.'
      when 'barred_with_exceptions' then who_first || ' may not use face recognition here' || by_state || coalesce(', except ' || except_words, '') || sure || '.' 
      when 'barred_in_part' then who_first || ' here may not use face recognition ' || bar_words || by_state || coalesce(', except ' || except_words, '') || sure || '.'
      when 'halted' then 'Use of face recognition by ' || who || ' is halted here' || by_state || sure || '.'
      when 'halted_with_exceptions' then 'Use of face recognition by ' || who || ' is halted here' || by_state || coalesce(', except ' || except_words, '') || sure || '.' 
      when 'halted_in_part' then 'Use of face recognition by ' || who || coalesce(' ' || bar_words, '') || ' is halted here' || by_state || sure || '.'
      when 'conditions' then who_first
        || case when condition_words is not null then ' here may use face recognition ' || condition_words else ' may use face recognition here' end
        || coalesce(' only if ' || approval_words, ' only under conditions') || by_state || sure || '.'
      when 'disputed' then 'Sources disagree ' || coalesce(question, 'whether a rule on use of face recognition by ' || who || ' holds here') || '.'
      when 'not_known' then case is_ending
        when 1 then 'Whether ' || who || ' may use face recognition here is not known: a bar on it ended here ' || began_words || ', and no source gives the day.'
        else 'Whether a rule on use of face recognition by ' || who || ' still holds here has not been known since it was due to end ' || began_words || '.'
      end
      when 'may_have_begun' then 'A rule' || of_state || ' on use of face recognition by ' || who || ' began here ' || began_words || '; no source gives the day.'
      when 'not_yet_in_force' then 'A rule' || of_state || ' on use of face recognition by ' || who || ' is adopted here and takes effect ' || start_words || '.'
      when 'ended' then 'A ' || case ended_limit when 'barred' then 'bar' else 'halt' end || ' on use of face recognition by ' || who || coalesce(' ' || ended_where, '') || ' ended here ' || began_words || by_state || '.'
      when 'not_covered' then 'No rule on use of face recognition by police is recorded here; the rule that is recorded expressly leaves them out.'
      when 'others_only' then 'No rule on whether police may use face recognition is recorded here; what is recorded is about others, or about other acts.'
      when 'recorded_not_coded' then 'A rule is recorded here, but what it means for police was not coded.'
      else 'No rule on use of face recognition by police is recorded here; that does not mean that there is none.'
    end as sentence,
    nullif(trim(
      case when judged < '08' then coalesce('The rule does not cover ' || left_out || '.', '') else '' end
        || also || coalesce(' The rule had to be reviewed ' || review_words || '; what came of it was not found.', '') || coalesce(' Sources disagree ' || case place_status when 'disputed' then settled_question else coalesce(question, settled_question) end || '.', '')
    ), '') as more
  from said
),
changed as (
  select
    answered.*,
    lag(sentence || coalesce(more, '') || coalesce(rules, '') || coalesce(source_id, '')) over (partition by place_id order by day) as before
  from answered
)
select
  place_id,
  row_number() over (partition by place_id order by day) as period,
  nullif(day, '') as since,
  since_as_written,
  lead(day) over (partition by place_id order by day) as until,
  place_status,
  sentence,
  more,
  rules,
  last_confirmed,
  source_id
from changed
where before is null or before <> sentence || coalesce(more, '') || coalesce(rules, '') || coalesce(source_id, '')
