-- table: instruments
-- key: instrument_id
-- message: a cell of {instrument_id} lists several values
-- hint: one instrument has one number of each kind; a second act is a second instrument, and what a rule covers is a row of instrument_scopes for each combination
-- severity: error
select instrument_id
from instruments
where contains(concat_ws(' ', official_number, bill_number, code_citation), ';')
