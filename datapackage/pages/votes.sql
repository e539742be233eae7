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
  coalesce(votes.voted_edtf, events.date_edtf) as "Day",
  votes.votes_for as "For",
  votes.votes_against as "Against",
  votes.abstained as "Abstained",
  votes.absent as "Absent",
  case when votes.unanimous then 'yes' when not votes.unanimous then 'no' end as "Unanimous",
  sources.title as "Source",
  votes.note as "Note"
from votes
join events on events.event_id = votes.event_id
join sources on sources.source_id = votes.source_id
where (:table = 'instruments' and events.instrument_id = :key)
  or (:table = 'events' and events.event_id = :key)
order by events.date_edtf, votes.vote_id
