-- title: Sources of what a rule covers
-- description: The document that is shown first for each scope, and the statement of 18 May 2021 apart from it. The text of the rule itself comes first where it is held: a text of law published by a public body, then a copy of one, then the record of the body that made it. Where none is held, it is the document from which the scope was taken.
-- column: scope_id = the key of the scope
-- column: source_id = the key of the document
-- column: kind = what the document is to the rule: its text, a copy of its text, the record of its maker, the words of its maker or another party, or a report
-- column: source = its title
-- column: source_url = where it is on the web
-- column: locator = where in it; empty where it was not recorded
-- column: as_stated = what the statement says of the rule: prohibited, suspended or not_mentioned
-- column: as_stated_locator = where in the statement; empty where it does not speak of it
select
  ranked.scope_id,
  ranked.source_id,
  case ranked.rank
    when 1 then 'the text of the rule, or a part of it'
    when 2 then 'a copy of the text of the rule, or of a part of it'
    when 3 then 'the record of its maker'
    when 4 then 'the words of its maker or another party'
    else 'a report'
  end as kind,
  sources.title as source,
  sources.url as source_url,
  ranked.locator,
  coalesce(stated.as_stated, 'not_mentioned') as as_stated,
  stated.locator as as_stated_locator
from (
  select
    candidates.scope_id,
    candidates.source_id,
    candidates.locator,
    candidates.rank,
    row_number() over (
      partition by candidates.scope_id
      order by candidates.rank, candidates.distance, candidates.locator is null, candidates.source_id, candidates.locator
    ) as place
  from (
    select
      held.scope_id,
      held.source_id,
      held.locator,
      held.distance,
      case
        when sources.source_type = 'legislation_text' and sources.tier = 'primary_official' then 1
        when sources.source_type = 'legislation_text' then 2
        when sources.source_type = 'legislative_record' and sources.tier = 'primary_official' then 3
        when sources.tier in ('primary_official', 'primary_party') then 4
        when sources.tier = 'secondary_news' then 5
        when sources.tier = 'secondary_reference' then 6
        else 7
      end as rank
    from (
      select scope_id, source_id, locator, 1 as distance
      from evidence
      where scope_id is not null and stance in ('supports', 'qualifies') and claim_id is null
      union all
      select scope_id, source_id, null, 2 from instrument_scopes where source_id is not null
      union all
      select instrument_scopes.scope_id, checks.source_id, null, 3
      from checks
      join instrument_scopes on instrument_scopes.instrument_id = checks.instrument_id
      where checks.check_result = 'same' and checks.extent in ('whole', 'part')
      union all
      select instrument_scopes.scope_id, instruments.source_id, null, 4
      from instruments
      join instrument_scopes on instrument_scopes.instrument_id = instruments.instrument_id
      where instruments.source_id is not null
    ) as held
    join sources on sources.source_id = held.source_id
  ) as candidates
  where candidates.rank < 4 or candidates.distance < 3
) as ranked
join sources on sources.source_id = ranked.source_id
left join (
  select
    evidence.scope_id,
    max(case substr(statement_claims.locator, 1, 5) when 'p7s2#' then 'prohibited' else 'suspended' end) as as_stated,
    max(statement_claims.locator) as locator
  from evidence
  join statement_claims on statement_claims.claim_id = evidence.claim_id
  where evidence.scope_id is not null
    and evidence.field = 'modality'
    and substr(statement_claims.locator, 1, 5) in ('p7s2#', 'p7s3#')
  group by evidence.scope_id
) as stated on stated.scope_id = ranked.scope_id
where ranked.place = 1
