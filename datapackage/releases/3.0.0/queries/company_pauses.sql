-- title: What is left of each company's pause?
-- description: Each policy by which a company paused or left face recognition: what of it is recorded as still holding, when that was last confirmed and by which source, and what happened since it was announced. After the day of the last confirmation nothing was found, which is less than knowing that it holds.
-- order: 13
-- columns: company -> org_id, policy -> instrument, what_is_left, since_then, last_confirmed, source -> source_url
select
  organizations.name as company,
  instruments.title as policy,
  coalesce(
    now.covers,
    case
      when instruments.instrument_id in (select instrument_scopes.instrument_id from instrument_scopes) then 'Nothing is recorded as still holding.'
      else 'What it covers is not coded.'
    end
  ) as what_is_left,
  coalesce(since.words, 'Nothing is recorded since the announcement.') as since_then,
  confirmed.written as last_confirmed,
  sources.title as source,
  sources.url as source_url,
  adoptions.adopted as announced,
  adoptions.earliest as announced_earliest,
  adoptions.latest as announced_latest,
  doubts.words as not_settled,
  sources.publisher,
  sources.tier as standing,
  confirmed.source_id as source_key,
  organizations.org_id,
  instruments.instrument_id as instrument
from instruments
left join organizations on organizations.org_id = instruments.issuer_org_id
left join adoptions on adoptions.instrument_id = instruments.instrument_id
left join (
  select instrument_id, group_concat(covers, '. ') || '.' as covers
  from (
    select distinct uses_by_period.instrument_id, uses_by_period.scope_id, scopes_in_words.covers
    from uses_by_period
    join scopes_in_words
      on scopes_in_words.regulated_actor = uses_by_period.regulated_actor
      and scopes_in_words.activity = uses_by_period.activity
      and scopes_in_words.technology = uses_by_period.technology
      and scopes_in_words.context = uses_by_period.context
      and scopes_in_words.modality = uses_by_period.modality
    where uses_by_period.until is null and uses_by_period.status in (select statuses_in_force.status from statuses_in_force)
    order by uses_by_period.instrument_id, uses_by_period.scope_id
  ) as covered
  group by instrument_id
) as now on now.instrument_id = instruments.instrument_id
left join (
  select instrument_id, group_concat(words, ' ') as words
  from (
    select events.instrument_id, upper(substr(dates.on_words, 1, 1)) || substr(dates.on_words, 2) || ': ' || events.title || '.' as words
    from events
    join dates on dates.edtf = events.date_edtf
    where events.event_type <> 'announced'
    order by events.instrument_id, dates.latest, events.event_id
  ) as told
  group by instrument_id
) as since on since.instrument_id = instruments.instrument_id
left join (
  select instrument_id, written, source_id
  from (
    select
      confirmations_in_force.*,
      row_number() over (partition by instrument_id order by not_before desc, standing, source_id, written) as place
    from confirmations_in_force
  ) as ordered
  where place = 1
) as confirmed on confirmed.instrument_id = instruments.instrument_id
left join sources on sources.source_id = confirmed.source_id
left join (
  select instrument_id, group_concat(words, ' ') as words
  from (
    select instrument_id, upper(substr(looked_for, 1, 1)) || substr(looked_for, 2) || ': ' || replace(result, '_', ' ') || '.' || coalesce(' ' || note, '') as words
    from coverage
    where instrument_id is not null and result <> 'found'
    order by instrument_id, coverage_id
  ) as gaps
  group by instrument_id
) as doubts on doubts.instrument_id = instruments.instrument_id
where instruments.instrument_type = 'corporate_policy'
order by organizations.name, instruments.instrument_id
