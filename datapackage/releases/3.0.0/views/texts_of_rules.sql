-- title: Where rules can be read
-- description: The document in which each rule or policy can best be read: the official address of its text where somebody looked at it, else a text of law published by a public body, else a copy of one, else the record of the body that made it. A rule of which the register holds none of these is not here.
-- column: instrument_id = the key of the rule or policy
-- column: kind = what the document is to the rule, in words
-- column: text = the title of the document
-- column: text_url = where it is on the web
-- column: source_id = its key
-- column: current_through = the day up to which it says that it is current, as exactly as it says; empty where it says none
-- column: looked_on = the day of the last look at it; empty where nobody did
-- column: check_result = what the look found
-- column: extent = how much of the text was at hand
-- column: seen_as = whether the page itself or a stored copy was seen
-- column: note = what a reader needs in order not to be misled
select
  instrument_id,
  case rank
    when 1 then 'the official text, looked at'
    when 2 then 'an official text'
    when 3 then 'a copy of the text'
    else 'the record of the body that made it'
  end as kind,
  text,
  text_url,
  source_id,
  current_through,
  looked_on,
  check_result,
  extent,
  seen_as,
  note
from (
  select
    candidates.*,
    row_number() over (
      partition by instrument_id
      order by
        rank,
        case extent when 'whole' then 1 when 'part' then 2 when 'heading' then 3 else 4 end,
        looked_on desc nulls last, source_id, text_url
    ) as place
  from (
    select
      checks.instrument_id,
      1 as rank,
      sources.title as text,
      checks.url as text_url,
      checks.source_id,
      checks.current_through_edtf as current_through,
      cast(checks.looked_on as varchar) as looked_on,
      checks.check_result,
      checks.extent,
      checks.seen_as,
      checks.note
    from checks
    left join sources on sources.source_id = checks.source_id
    union all
    select
      named.instrument_id,
      case
        when sources.source_type = 'legislation_text' and sources.tier = 'primary_official' then 2
        when sources.source_type = 'legislation_text' then 3
        else 4
      end,
      sources.title,
      sources.url,
      sources.source_id,
      null,
      null,
      null,
      null,
      null,
      null
    from (
      select instrument_id, source_id from instruments
      union
      select instrument_id, source_id from identifiers where instrument_id is not null
      union
      select instrument_id, source_id from instrument_scopes
      union
      select coalesce(evidence.instrument_id, instrument_scopes.instrument_id, events.instrument_id), evidence.source_id
      from evidence
      left join instrument_scopes on instrument_scopes.scope_id = evidence.scope_id
      left join events on events.event_id = evidence.event_id
      where evidence.stance in ('supports', 'qualifies')
    ) as named
    join sources on sources.source_id = named.source_id
    where named.instrument_id is not null
      and (
        sources.source_type = 'legislation_text'
        or (sources.source_type = 'legislative_record' and sources.tier = 'primary_official')
      )
  ) as candidates
) as ranked
where place = 1
