-- table: votes
-- key: vote_id
-- field: unanimous
-- message: {votes_against} voted against, and unanimous is {unanimous}
-- hint: unanimous is true only where nobody voted against
-- severity: error
select vote_id, votes_against, unanimous
from votes
where unanimous is distinct from (votes_against = 0)
  and votes_against is not null
