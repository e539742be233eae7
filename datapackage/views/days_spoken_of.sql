-- title: Days for which sources speak of a rule
-- description: The days for which a document speaks of a rule, each with the document: the day of an event that is dated to the day, the day on which a document was published that supports or qualifies the effect, the status or the scope of the rule, and the day through which an official text was current when it was looked at and agreed. A document from before a day foretells it and does not speak for it. A month, a year, a date that is marked uncertain or approximate, and an end that lies ahead are no such days. What speaks of a rule speaks of those that change it in part, too, from the day of their adoption.
-- column: instrument_id = the key of the rule or policy
-- column: day = the day
-- column: source_id = the key of the document that speaks for it, the closest to the rule where there are several
select instrument_id, day, source_id
from (
  select
    instrument_id,
    day,
    spoken.source_id,
    row_number() over (
      partition by instrument_id, day
      order by
        case sources.tier when 'primary_official' then 1 when 'primary_party' then 2 when 'secondary_news' then 3 when 'secondary_reference' then 4 else 5 end,
        spoken.source_id
    ) as place
  from (
    select events.instrument_id, events.date_edtf as day, coalesce(evidence.source_id, events.source_id) as source_id
    from events
    left join evidence
      on evidence.event_id = events.event_id and evidence.stance = 'supports' and evidence.field in ('date_edtf', 'whole_record')
    join sources on sources.source_id = coalesce(evidence.source_id, events.source_id)
    where events.instrument_id is not null
      and events.event_type <> 'scheduled_expiry'
      and events.flag is null
      and (
        sources.published_edtf is null
        or substr(sources.published_edtf, 1, 10) >= substr(events.date_edtf, 1, length(substr(sources.published_edtf, 1, 10)))
      )
    union
    select coalesce(evidence.instrument_id, instrument_scopes.instrument_id), sources.published_edtf, evidence.source_id
    from evidence
    left join instrument_scopes on instrument_scopes.scope_id = evidence.scope_id
    join sources on sources.source_id = evidence.source_id
    where evidence.stance in ('supports', 'qualifies')
      and (evidence.scope_id is not null or evidence.field in ('effect', 'status', 'scope'))
    union
    select instrument_relations.from_instrument_id, sources.published_edtf, evidence.source_id
    from evidence
    left join instrument_scopes on instrument_scopes.scope_id = evidence.scope_id
    join sources on sources.source_id = evidence.source_id
    join instrument_relations
      on instrument_relations.to_instrument_id = coalesce(evidence.instrument_id, instrument_scopes.instrument_id)
      and instrument_relations.relation in ('amends', 'strengthens', 'creates_exception_to', 'supplements', 'supersedes_in_part')
    where evidence.stance in ('supports', 'qualifies')
      and (evidence.scope_id is not null or evidence.field in ('effect', 'status', 'scope'))
    union
    select instrument_id, current_through_edtf, source_id
    from checks
    where check_result = 'same'
  ) as spoken
  join sources on sources.source_id = spoken.source_id
  where length(day) = 10 and instrument_id is not null
) as ranked
where place = 1
