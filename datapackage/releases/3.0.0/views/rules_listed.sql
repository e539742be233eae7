-- title: Rules of the two lists
-- description: Every rule of a place that bars or halts use of face or other biometric recognition, one row for each rule, with what bars or halts it, its exceptions and conditions (those of later rules that change it, too), and from when to when it held whole. Beside each date as the source writes it stand the earliest and the latest day that it can mean.
-- column: list = prohibitions or suspensions; modalities says which modality stands where
-- column: place = the place, a municipality always with its state
-- column: place_id = the key of the place
-- column: state = the two-letter code of the state
-- column: state_name = the name of the state
-- column: place_type = state, county or municipality
-- column: rule_here = which rule of the place it is in the list: counting the rows that say 1 counts places
-- column: rules_here = how many rules of the place the list has
-- column: instrument_id = the key of the rule
-- column: what = the rule in plain words
-- column: covers = what is barred or halted, as a sentence
-- column: exceptions = what it or a later rule leaves out or allows, also under conditions, for those whom it binds; empty where nothing is recorded
-- column: not_bound = whom else the rule leaves out or leaves free; empty where nothing is recorded
-- column: how = barred or halted, whole, in part, for some purposes or with exceptions, and whether a later rule allows use under conditions
-- column: number = its official number; where none is recorded that of its bill
-- column: regulated_actor = whom it binds
-- column: binds_police = yes where local police are among them
-- column: context = in which setting
-- column: modality = the term of the vocabulary
-- column: as_stated = what the statement of 18 May 2021 says of it: prohibited, suspended or not_mentioned
-- column: since = since when it applies, as written
-- column: since_earliest = the earliest day that this can mean
-- column: since_latest = the latest day that this can mean
-- column: until = when it ended, was replaced in whole or in part, or became uncertain, as written; empty where nothing did
-- column: until_earliest = the earliest day that this can mean
-- column: until_latest = the latest day that this can mean
-- column: what_ended_it = what happened then, in words
-- column: status_as_of = the last date for which a source says that the rule applied, as exactly as it is known; empty where none does
-- column: confirmed_by = the key of the document that speaks for that date
-- column: source = the title of the document that is shown first
-- column: source_kind = what that document is to the rule
-- column: source_id = its key
-- column: source_url = where it is on the web
-- column: locator = where in it
-- column: as_stated_locator = where in the statement
-- column: scope_id = the key of the scope
with times as (
  select
    instrument_id,
    max(applies_since_as_written) as since,
    max(applies_since_earliest) as since_earliest,
    max(applies_since_latest) as since_latest,
    max(case when ending = 1 and place_of_ending = 1 then status end) as ending_status,
    max(case when ending = 1 and place_of_ending = 1 then since_as_written end) as until,
    max(case when ending = 1 and place_of_ending = 1 then since_earliest end) as until_earliest,
    max(case when ending = 1 and place_of_ending = 1 then since_latest end) as until_latest,
    max(case when ending = 1 and place_of_ending = 1 then in_words end) as what_ended_it,
    max(case when place_of_confirmation = 1 and applies_since is not null then evidence_date end) as status_as_of,
    max(case when place_of_confirmation = 1 and applies_since is not null then evidence_source_id end) as confirmed_by
  from (
    select
      known.*,
      row_number() over (partition by instrument_id order by ending desc, since) as place_of_ending,
      row_number() over (
        partition by instrument_id
        order by case when applies_since is not null and evidence_date is not null then 0 else 1 end, since desc
      ) as place_of_confirmation
    from (
      select
        begun.*,
        case when since > began and status not in ('in_force', 'amended') then 1 else 0 end as ending
      from (
        select status_periods.*, min(applies_since) over (partition by instrument_id) as began
        from status_periods
      ) as begun
      where began is not null
    ) as known
  ) as placed
  group by instrument_id
),
chosen as (
  select
    measures.*,
    case when measures.regulated_actor in (select actor_parts.regulated_actor from actor_parts where actor_parts.part = 'local_law_enforcement') then 'yes' else 'no' end as binds_police,
    row_number() over (
      partition by measures.instrument_id, measures.list
      order by
        case measures.as_stated when 'not_mentioned' then 1 else 0 end,
        case when measures.context = 'any' then 0 else 1 end,
        measures.scope_id
    ) as place_in_rule
  from measures
  where measures.list is not null
    and measures.activity in ('use', 'deploy')
    and measures.technology <> 'predictive_policing'
    and measures.instrument_type not in ('corporate_policy', 'bill_not_enacted')
    and (measures.list = 'suspensions' or measures.regulated_actor in (select actor_parts.regulated_actor from actor_parts where actor_parts.part = 'local_law_enforcement'))
),
allowed as (
  select
    chosen.instrument_id as of_rule,
    measures.covers || case when chosen.instrument_id = measures.instrument_id then '' else ' (' || measures.what || ')' end as words,
    case
      when exists (
        select 1
        from actor_parts as ours
        join actor_parts as theirs on theirs.part = ours.part
        where ours.regulated_actor = measures.regulated_actor and theirs.regulated_actor = chosen.regulated_actor
      ) then 1
      else 0
    end as is_bound
  from chosen
  join (
    select instrument_id as of_rule, instrument_id as by_rule from instruments
    union all
    select to_instrument_id, from_instrument_id
    from instrument_relations
    where relation in ('amends', 'creates_exception_to', 'supersedes_in_part', 'supplements')
  ) as lifting on lifting.of_rule = chosen.instrument_id
  join measures on measures.instrument_id = lifting.by_rule
  where chosen.place_in_rule = 1
    and measures.list is null
    and measures.modality <> 'prohibited_unless_approved_by_council'
    and measures.technology <> 'predictive_policing'
  order by chosen.instrument_id, case when chosen.instrument_id = measures.instrument_id then 0 else 1 end, measures.scope_id
),
exceptions as (
  select
    of_rule,
    group_concat(case when is_bound = 1 then words end, '; ') as words,
    group_concat(case when is_bound = 0 then words end, '; ') as of_others
  from allowed
  group by of_rule
)
select
  chosen.list,
  chosen.place,
  chosen.place_id,
  chosen.state,
  chosen.state_name,
  chosen.place_type,
  row_number() over (partition by chosen.list, chosen.place_id order by chosen.instrument_id) as rule_here,
  count(*) over (partition by chosen.list, chosen.place_id) as rules_here,
  chosen.instrument_id,
  chosen.what,
  chosen.covers,
  exceptions.words as exceptions,
  exceptions.of_others as not_bound,
  case chosen.list when 'suspensions' then 'halted' else 'barred' end
    || case when chosen.context in ('any', 'unspecified') then '' when police_scopes.reach = 'purpose' then ' for some purposes' else ' in part' end
    || case when exceptions.words is null then '' else ', with exceptions' end
    || case times.ending_status when 'superseded_in_part' then '; allowed under conditions ' || dates.since_words else '' end as how,
  chosen.number,
  chosen.regulated_actor,
  chosen.binds_police,
  chosen.context,
  chosen.modality,
  chosen.as_stated,
  times.since,
  times.since_earliest,
  times.since_latest,
  times.until,
  times.until_earliest,
  times.until_latest,
  times.what_ended_it,
  times.status_as_of,
  times.confirmed_by,
  chosen.source,
  chosen.source_kind,
  chosen.source_id,
  chosen.source_url,
  chosen.locator,
  chosen.as_stated_locator,
  chosen.scope_id
from chosen
join times on times.instrument_id = chosen.instrument_id
left join dates on dates.edtf = times.until
left join exceptions on exceptions.of_rule = chosen.instrument_id
left join police_scopes on police_scopes.scope_id = chosen.scope_id
where chosen.place_in_rule = 1
