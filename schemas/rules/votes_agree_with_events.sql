-- table: events
-- key: event_id
-- field: votes_for
-- message: votes has no row that gives {votes_for} for and {votes_against} against, or has one that gives others
-- hint: write the same counts in votes and in the event; a legislature of two houses has its counts in votes alone
-- severity: error
select events.event_id, coalesce(cast(events.votes_for as varchar), 'none') as votes_for, coalesce(cast(events.votes_against as varchar), 'none') as votes_against
from events
where (
    (events.votes_for is not null or events.votes_against is not null)
    and not exists (
      select 1 from votes
      where votes.event_id = events.event_id
        and votes.votes_for is not distinct from events.votes_for
        and votes.votes_against is not distinct from events.votes_against
    )
  )
  or exists (
    select 1 from votes
    where votes.event_id = events.event_id
      and votes.chamber in ('local_body', 'town_meeting', 'electorate')
      and (votes.votes_for is distinct from events.votes_for or votes.votes_against is distinct from events.votes_against)
  )
