-- title: Which of these cells have no evidence of their own?
-- description: Every core cell of a rule or policy for which no piece of evidence speaks by itself, by name. It comes from a document that stands behind the record as a whole, or it is not recorded. Leave the kind empty to see all.
-- order: 21
-- columns: place -> place_key, rule -> instrument, kind, cell -> record_key
-- parameter: kind: choice of core_cells_in_words or empty =  (one kind of cell, or empty)
select
  places.display_name as place,
  instruments.title as rule,
  core_cells_in_words.words as kind,
  core_cells.cell,
  core_cells.kind as kind_key,
  core_cells.record_table,
  core_cells.record_key,
  places.place_id as place_key,
  core_cells.instrument_id as instrument
from core_cells
join core_cells_in_words on core_cells_in_words.kind = core_cells.kind
join instruments on instruments.instrument_id = core_cells.instrument_id
left join places on places.place_id = instruments.jurisdiction_place_id
where core_cells.has_evidence = 0 and (:kind = '' or core_cells.kind = :kind)
order by places.display_name, core_cells.instrument_id, core_cells_in_words.place, core_cells.record_key nulls first, core_cells.cell
