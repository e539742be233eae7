-- table: evidence
-- key: evidence_id
-- field: locator
-- message: a passage located by {locator_scheme} lacks its locator, offsets, hash or normalisation
-- hint: run pressmark locate on the text and copy what it prints; without a passage use the scheme excerpt
-- severity: error
select evidence_id, locator_scheme
from evidence
where case
  when locator_scheme = 'block-sentence-v1'
    then locator is null or char_start is null or char_end is null or selector_sha256 is null or normalisation is null
  else locator is not null or char_start is not null or char_end is not null or selector_sha256 is not null or normalisation is not null
end
