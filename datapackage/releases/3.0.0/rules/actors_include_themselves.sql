-- table: actor_parts
-- key: regulated_actor, part
-- message: {regulated_actor} has no row for itself, or {part} is no actor
-- hint: add the row whose part is the actor itself; a part is a term of the vocabulary regulated_actor
-- severity: error
select regulated_actor, part
from actor_parts
where part not in (select term from vocabularies where vocabulary = 'regulated_actor')
  or not exists (
    select 1 from actor_parts as own
    where own.regulated_actor = actor_parts.regulated_actor and own.part = actor_parts.regulated_actor
  )
