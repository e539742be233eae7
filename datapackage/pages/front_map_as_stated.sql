-- title: Where police use is or was restricted
-- description: Every place for which a rule is recorded, by what is known of police use. Barred means in force when last heard of: the table says for each place how long ago that was. A place without a mark is one for which no rule is recorded. Nobody looked everywhere, and "none recorded" does not mean "no rule".
-- page: front
-- shape: map
-- shapes: datapackage/shapes/us-states-10m.json
-- projection: albers-usa
-- order: 1
-- releases: before 3.0.0
with told as (
  select events.instrument_id, dates.edtf, coalesce(dates.earliest, dates.latest) as day
  from events
  join dates on dates.edtf = events.date_edtf
  union
  select coalesce(evidence.instrument_id, instrument_scopes.instrument_id), dates.edtf, coalesce(dates.earliest, dates.latest)
  from evidence
  left join instrument_scopes on instrument_scopes.scope_id = evidence.scope_id
  join sources on sources.source_id = evidence.source_id
  join dates on dates.edtf = sources.published_edtf
),
spoken as (
  select instrument_id, day, case max(length(edtf) = 10) when 1 then day else min(edtf) end as written
  from told
  where instrument_id is not null and instr(edtf, '/') = 0
  group by instrument_id, day
),
now as (
  select
    uses_by_period.*,
    instruments.effect,
    regulated_actor in (
      select actor_parts.regulated_actor from actor_parts where part = 'local_law_enforcement'
    ) and activity in ('use', 'deploy') and technology <> 'predictive_policing' as is_police_use,
    row_number() over (partition by uses_by_period.instrument_id, scope_id order by since desc) as place_in_time
  from uses_by_period
  join instruments on instruments.instrument_id = uses_by_period.instrument_id
  where instruments.instrument_type <> 'corporate_policy'
    and since <= :day
    and (until is null or until > :day)
),
judged as (
  select
    instrument_id, place_id, title, in_words, status, evidence_date,
    min(case
      when status in ('in_force', 'amended', 'superseded_in_part') and is_police_use
        and modality in ('prohibited', 'prohibited_unless_authorised_by_statute')
        then case
          when status = 'superseded_in_part' or effect = 'conditional_prohibition' or modality <> 'prohibited' then 2
          else 1
        end
      when status in ('in_force', 'amended') and is_police_use and modality in ('suspended', 'suspended_until_authorised') then 3
      when status in ('in_force', 'amended', 'superseded_in_part') then 4
      when status in ('unknown', 'disputed', 'expired') and scope_id is not null and (not is_police_use or modality = 'not_covered') then 8
      when status in ('unknown', 'disputed') then 5
      when status in ('expired', 'repealed', 'superseded') then 6
      else 7
    end) as rank
  from now
  where place_in_time = 1
  group by instrument_id, place_id, title, in_words, status, evidence_date
),
chosen as (
  select judged.*, row_number() over (partition by place_id order by rank, evidence_date desc, instrument_id) as position
  from judged
)
select
  places.display_name as name,
  case places.place_type
    when 'state' then places.name
    else places.name || ', ' || substr(places.iso_3166_2, 4)
  end as label,
  case rank
    when 1 then 'barred'
    when 2 then 'barred_in_part'
    when 3 then 'halted'
    when 4 then 'others_only'
    when 5 then 'not_known'
    when 8 then 'others_only'
    else 'ended'
  end as status,
  case places.place_type when 'state' then places.fips_state end as area,
  places.latitude,
  places.longitude,
  chosen.title || ': ' || in_words || case
    when rank < 5 then coalesce('. Nothing later than ' || coalesce(spoken.written, evidence_date) || ' was found', '. No source speaks for a later day')
    else ''
  end || '.' as words,
  'places' as record_table,
  chosen.place_id as record_key
from chosen
join places on places.place_id = chosen.place_id
left join spoken on spoken.instrument_id = chosen.instrument_id and spoken.day = chosen.evidence_date
where position = 1 and rank <> 7
order by rank, places.display_name
