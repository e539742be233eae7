-- title: How they voted
-- description: Each vote that a source counts or calls unanimous. An empty cell is a number that no source gave.
-- page: record places, instruments, events
-- shape: table
-- order: 3.5
select
  case when :table <> 'events' then events.title end as event,
  replace(votes.chamber, '_', ' ') as body,
  coalesce(votes.voted_edtf, events.date_edtf) as date,
  votes.votes_for as for,
  votes.votes_against as against,
  votes.abstained,
  votes.absent,
  case when votes.unanimous then 'yes' end as unanimous,
  votes.note,
  'votes' as record_table,
  votes.vote_id as record_key
from votes
join events on events.event_id = votes.event_id
left join instruments on instruments.instrument_id = events.instrument_id
left join dates on dates.edtf = events.date_edtf
where (:table = 'events' and events.event_id = :key)
  or (:table = 'instruments' and events.instrument_id = :key)
  or (:table = 'places' and (events.place_id = :key or instruments.jurisdiction_place_id = :key))
order by coalesce(dates.earliest, dates.latest), events.event_id, votes.vote_id
