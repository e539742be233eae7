-- title: What happened when
-- description: Rules adopted, signed, taking effect, changed and ended, and what companies announced. Adoption, signature and effect are different days; where no effective date was found, only the adoption stands here.
-- page: front
-- shape: timeline
-- order: 2
-- releases: before 3.0.0
select
  events.date_edtf as date,
  case
    when instruments.instrument_type = 'corporate_policy' then 'Company announcement'
    when events.event_type in ('enacted', 'ballot_vote') then 'Adopted'
    when events.event_type = 'signed' then 'Signed'
    when events.event_type = 'effective' then 'Takes effect'
    when events.event_type in ('amended', 'extended', 'clarified') then 'Changed'
    else 'Ended or failed'
  end as kind,
  case
    when instruments.instrument_type = 'corporate_policy' then organizations.name
    when places.place_type = 'state' then places.name
    else places.name || ', ' || substr(places.iso_3166_2, 4)
  end as label,
  events.title || case events.flag when 'foretold' then ' (foretold, not seen)' else '' end as words,
  'events' as record_table,
  events.event_id as record_key
from events
join instruments on instruments.instrument_id = events.instrument_id
left join places on places.place_id = instruments.jurisdiction_place_id
left join organizations on organizations.org_id = instruments.issuer_org_id
where events.event_type in (
  'enacted', 'signed', 'ballot_vote', 'effective', 'amended', 'extended', 'clarified', 'expired', 'repealed', 'failed', 'announced'
)
order by events.date_edtf, events.event_id
