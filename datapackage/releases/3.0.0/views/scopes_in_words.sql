-- title: What is covered, as a sentence
-- description: One sentence for each combination of actor, activity, technology, setting and modality that a scope of any release has: who may not do what, or may do it, where, and under which condition.
-- column: regulated_actor = whom the rule binds
-- column: activity = the use
-- column: technology = which technology
-- column: context = in which setting
-- column: modality = barred, halted, allowed or left out
-- column: covers = the sentence, without its full stop
select
  kinds.regulated_actor,
  kinds.activity,
  kinds.technology,
  kinds.context,
  kinds.modality,
  case
    when kinds.modality = 'not_covered' then 'The rule does not apply when ' || rtrim(actors_in_words.subject, ',') || ' '
    when kinds.modality = 'local_decision' then upper(substr(actors_in_words.subject, 1, 1)) || substr(actors_in_words.subject, 2) || ' may decide whether to '
    else upper(substr(actors_in_words.subject, 1, 1)) || substr(actors_in_words.subject, 2)
      || case
        when modalities.list is null and kinds.modality <> 'prohibited_unless_approved_by_council' then ' may '
        when kinds.regulated_actor = 'vendor' then ' will not '
        else ' may not '
      end
  end
    || activities_in_words.before || ' ' || technologies_in_words.words || activities_in_words.after
    || case when kinds.context in ('any', 'unspecified') then '' else ' ' || settings.definition end
    || case kinds.modality
      when 'conditional' then ', but only under conditions'
      when 'regulated' then ', but only by the process that the rule sets'
      when 'prohibited_unless_approved_by_council' then ', unless the council approves it first'
      when 'prohibited_unless_authorised_by_statute' then ', unless a statute allows it'
      when 'suspended' then ', for now'
      when 'suspended_until_authorised' then ', until the legislature allows it'
      when 'suspended_until_national_law' then ', until there is a national law'
      else ''
    end as covers
from (
  select regulated_actor, activity, technology, context, modality
  from instrument_scopes
  union
  select
    max(case when field = 'regulated_actor' then value end),
    max(case when field = 'activity' then value end),
    max(case when field = 'technology' then value end),
    max(case when field = 'context' then value end),
    max(case when field = 'modality' then value end)
  from earlier_values
  where record_table = 'instrument_scopes'
  group by version, record_key
) as kinds
join actors_in_words on actors_in_words.regulated_actor = kinds.regulated_actor
join activities_in_words on activities_in_words.activity = kinds.activity
join technologies_in_words on technologies_in_words.technology = kinds.technology
join modalities on modalities.modality = kinds.modality
join vocabularies as settings on settings.vocabulary = 'context' and settings.term = kinds.context
