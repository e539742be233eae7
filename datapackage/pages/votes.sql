-- title: Who voted
-- page: record instruments, events
-- shape: table
-- order: 5
-- releases: from 3.0.0
select
  events.title as "On",
  case votes.chamber
    when 'local_body' then 'council or board'
    when 'town_meeting' then 'town meeting'
    when 'lower_house' then 'lower house'
    when 'upper_house' then 'upper house'
    else 'voters'
  end as "Body",
  coalesce(votes.voted_edtf, events.date_edtf) as "Date",
  coalesce(votes.votes_for || ' to ' || votes.votes_against, case when votes.unanimous then 'unanimous' end)
    || coalesce(', ' || votes.abstained || ' abstained', '')
    || coalesce(', ' || votes.absent || ' absent', '') as "Votes",
  votes.note as "Note",
  votes.source_id as source_keys,
  'events' as record_table,
  events.event_id as record_key
from votes
join events on events.event_id = votes.event_id
where (:table = 'instruments' and events.instrument_id = :key)
  or (:table = 'events' and events.event_id = :key)
order by events.date_edtf, votes.vote_id
