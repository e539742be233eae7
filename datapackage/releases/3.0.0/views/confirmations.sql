-- title: Days for which a source confirms a rule
-- description: Each day for which a source speaks of a rule, with that source. A document that supports or qualifies the effect, the status or a scope of the rule speaks for the day of its publication, of that rule and of those that change it; a source of an event for the day of that event, unless it was published before, the day is uncertain, or the event is an end that lies ahead; a look at a text for the day up to which the text says that it is current, where that is a whole day, or for the day of looking where the page itself was seen.
-- column: instrument_id = the key of the rule or policy
-- column: day = the day from which it counts; of a month or year, the last day
-- column: not_before = the earliest day that it can mean, so that a mere year counts for less than a day in it
-- column: written = the date as exactly as it is known
-- column: source_id = the document that speaks for it
-- column: standing = how close the publisher is to the matter, 1 for official records and 5 for copies
select
  spoken.instrument_id,
  case spoken.kind when 'text' then spoken.written else dates.latest end as day,
  case spoken.kind when 'text' then spoken.written when 'event' then dates.latest else dates.earliest end as not_before,
  spoken.written,
  spoken.source_id,
  case sources.tier
    when 'primary_official' then 1
    when 'primary_party' then 2
    when 'secondary_news' then 3
    when 'secondary_reference' then 4
    else 5
  end as standing
from (
  select
    'document' as kind,
    told.instrument_id,
    sources.published_edtf as written,
    told.source_id
  from (
    select coalesce(evidence.instrument_id, instrument_scopes.instrument_id) as instrument_id, evidence.source_id
    from evidence
    left join instrument_scopes on instrument_scopes.scope_id = evidence.scope_id
    where evidence.stance in ('supports', 'qualifies')
      and (evidence.scope_id is not null or evidence.field in ('effect', 'status', 'scope'))
    union
    select instrument_relations.from_instrument_id, evidence.source_id
    from evidence
    left join instrument_scopes on instrument_scopes.scope_id = evidence.scope_id
    join instrument_relations
      on instrument_relations.to_instrument_id = coalesce(evidence.instrument_id, instrument_scopes.instrument_id)
      and instrument_relations.relation in ('amends', 'strengthens', 'creates_exception_to', 'supplements', 'supersedes_in_part')
    where evidence.stance in ('supports', 'qualifies')
      and (evidence.scope_id is not null or evidence.field in ('effect', 'status', 'scope'))
  ) as told
  join sources on sources.source_id = told.source_id
  union
  select
    'event',
    events.instrument_id,
    events.date_edtf,
    coalesce(evidence.source_id, events.source_id)
  from events
  left join evidence
    on evidence.event_id = events.event_id
    and evidence.field in ('date_edtf', 'whole_record')
    and evidence.stance = 'supports'
  join sources on sources.source_id = coalesce(evidence.source_id, events.source_id)
  join dates as happened on happened.edtf = events.date_edtf
  left join dates as published on published.edtf = sources.published_edtf
  where events.event_type <> 'scheduled_expiry'
    and coalesce(events.flag, '') <> 'foretold'
    and happened.mark is null
    and instr(events.date_edtf, '/') = 0
    and (published.latest is null or published.latest >= happened.earliest)
  union
  select 'text', instrument_id, current_through_edtf, source_id
  from checks
  where check_result = 'same' and length(current_through_edtf) = 10
  union
  select 'text', instrument_id, cast(looked_on as varchar), source_id
  from checks
  where check_result = 'same' and seen_as = 'live_page' and extent <> 'heading'
) as spoken
left join dates on dates.edtf = spoken.written
join sources on sources.source_id = spoken.source_id
where spoken.instrument_id is not null and (spoken.kind = 'text' or (dates.earliest is not null and dates.latest is not null))
