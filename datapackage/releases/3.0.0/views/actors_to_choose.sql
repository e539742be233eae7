-- title: Who may be asked for
-- description: Every body that a question may be about, in words.
-- column: actor = the term, as actor_parts has it
-- column: words = what to call it
select distinct actor_parts.part as actor, actors_in_words.words
from actor_parts
join actors_in_words on actors_in_words.regulated_actor = actor_parts.part
order by 2
