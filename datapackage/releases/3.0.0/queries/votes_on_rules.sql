-- title: Who voted, and how?
-- description: Each vote that is recorded on a rule: who voted, on which day, and how many were for it, against it, abstained or were absent. A vote without a count is one of which a source says no more than that it was unanimous. An empty number means that no source gives it, not that it was none.
-- order: 11
-- columns: place -> place_key, rule -> instrument, who_voted, voted, count, source -> source_url
select
  places.display_name as place,
  instruments.title as rule,
  case votes.chamber
    when 'electorate' then 'the voters'
    when 'lower_house' then 'the lower house of the legislature'
    when 'upper_house' then 'the upper house of the legislature'
    else coalesce('the ' || organizations.name, 'the council')
  end as who_voted,
  coalesce(votes.voted_edtf, events.date_edtf) as voted,
  case
    when votes.votes_for is null and votes.unanimous then 'unanimous; no count is recorded'
    when votes.votes_for is null then 'no count is recorded'
    else cast(votes.votes_for as varchar) || ' for, '
      || coalesce(cast(votes.votes_against as varchar), 'an unknown number') || ' against'
      || coalesce(', ' || cast(votes.abstained as varchar) || ' abstained', '')
      || coalesce(', ' || cast(votes.absent as varchar) || ' absent', '')
      || case when votes.unanimous then '; unanimous' else '' end
  end as count,
  events.title as what,
  sources.title as source,
  sources.url as source_url,
  votes.votes_for,
  votes.votes_against,
  votes.abstained,
  votes.absent,
  votes.unanimous,
  votes.note,
  events.event_type,
  dates.earliest,
  dates.latest,
  votes.chamber,
  votes.vote_id as vote,
  events.event_id as event,
  votes.source_id as source_key,
  places.place_id as place_key,
  instruments.instrument_id as instrument
from votes
join events on events.event_id = votes.event_id
join instruments on instruments.instrument_id = events.instrument_id
join places on places.place_id = instruments.jurisdiction_place_id
left join organizations on organizations.org_id = instruments.issuer_org_id
left join dates on dates.edtf = coalesce(votes.voted_edtf, events.date_edtf)
left join sources on sources.source_id = votes.source_id
order by places.display_name, dates.latest nulls last, instruments.instrument_id, votes.chamber, votes.vote_id
