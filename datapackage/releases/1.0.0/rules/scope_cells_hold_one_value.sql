-- table: instrument_scopes
-- key: scope_id
-- message: a cell of {scope_id} lists several values
-- hint: make one row for each combination of actor, activity, technology, context and modality
-- severity: error
select scope_id
from instrument_scopes
where contains(concat_ws(' ', regulated_actor, activity, technology, context, modality, valid_from_edtf, valid_to_edtf), ';')
