-- table: events
-- key: event_id
-- field: date_edtf
-- message: {date_edtf} is earlier than {other}, when the rule was adopted
-- hint: check both dates; where a rule was meant to reach back, write retroactive in flag
-- severity: error
select effective.event_id, effective.date_edtf, min(adoption.date_edtf) as other
from events as effective
join events as adoption
  on adoption.instrument_id = effective.instrument_id
  and adoption.event_type in ('enacted', 'signed', 'ballot_vote', 'announced')
where effective.event_type = 'effective'
  and effective.flag is distinct from 'retroactive'
group by effective.event_id, effective.date_edtf
having rpad(regexp_replace(effective.date_edtf, '[~?%]', '', 'g'), 10, '~')
  < min(regexp_replace(adoption.date_edtf, '[~?%]', '', 'g'))
