-- title: Days for which sources speak of a rule
-- description: The day of every event of a rule, and of every document that supports or qualifies its effect, its status or its scope. The last of them is the date of last evidence.
-- column: instrument_id = the key of the rule or policy
-- column: day = the day; of a month or year that a source gives, the first day counts
select events.instrument_id, coalesce(dates.earliest, dates.latest) as day
from events
join dates on dates.edtf = events.date_edtf
where events.instrument_id is not null and events.event_type <> 'scheduled_expiry'
union
select
  coalesce(evidence.instrument_id, instrument_scopes.instrument_id) as instrument_id,
  coalesce(dates.earliest, dates.latest) as day
from evidence
left join instrument_scopes on instrument_scopes.scope_id = evidence.scope_id
join sources on sources.source_id = evidence.source_id
join dates on dates.edtf = sources.published_edtf
where evidence.stance in ('supports', 'qualifies')
  and (evidence.scope_id is not null or evidence.field in ('effect', 'status', 'scope'))
  and coalesce(evidence.instrument_id, instrument_scopes.instrument_id) is not null
