-- title: What the codes mean
-- page: record places, organizations, organization_member_kinds, instruments, instrument_scopes, instrument_relations, events, event_participants, incidents, sources, statement_claims, evidence, coverage, checks, provisions, votes, identifiers
-- shape: definitions
select vocabulary as field, term as value, definition
from vocabularies
where definition is not null
