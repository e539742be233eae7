-- table: instruments
-- key: instrument_id
-- message: no official record and no party to it stands behind {instrument_id}
-- hint: add evidence from an official record or from a party to the rule; until then readers are warned
-- severity: warning
-- The founding statement tells of rules that others made, so it is no party to them.
select instrument_id
from instruments
where instrument_id in (select instrument_id from events where event_type in ('enacted', 'signed', 'ballot_vote', 'announced'))
  and instrument_id not in (select instrument_id from events where event_type in ('expired', 'repealed', 'failed') and instrument_id is not null)
  and instrument_id not in (select to_instrument_id from instrument_relations where relation in ('supersedes', 'ends_and_replaces'))
  and not exists (
    select 1
    from evidence
    join sources on sources.source_id = evidence.source_id
    left join events on events.event_id = evidence.event_id
    where coalesce(evidence.instrument_id, events.instrument_id) = instruments.instrument_id
      and evidence.stance in ('supports', 'qualifies')
      and sources.source_id <> 'aclu-20210518'
      and sources.tier in ('primary_official', 'primary_party')
  )
