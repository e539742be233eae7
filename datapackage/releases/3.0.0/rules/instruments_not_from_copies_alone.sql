-- table: instruments
-- key: instrument_id
-- message: only copies and reposts support {instrument_id}
-- hint: add evidence from the document itself or from an edited source
-- severity: warning
select evidence.instrument_id
from evidence
join sources on sources.source_id = evidence.source_id
where evidence.instrument_id is not null and evidence.stance = 'supports'
group by evidence.instrument_id
having bool_and(sources.tier = 'tertiary')
