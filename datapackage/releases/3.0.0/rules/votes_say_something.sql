-- table: votes
-- key: vote_id
-- message: the vote has neither a count nor a word on whether it was unanimous
-- hint: write the counts that the source gives, or true in unanimous; a vote of which no source says either has no row
-- severity: error
select vote_id
from votes
where votes_for is null and votes_against is null and unanimous is null
