-- table: evidence
-- key: evidence_id
-- field: locator
-- message: a passage located by {locator_scheme} lacks its locator, offsets, hash or normalization, or has one that this kind of locator does not take
-- hint: run pressmark locate on the text and copy what it prints; for a part named in words use the scheme section with a locator and nothing more, and without a place use excerpt
-- severity: error
select evidence_id, locator_scheme
from evidence
where case
  when locator_scheme = 'block-sentence-v1'
    then locator is null or char_start is null or char_end is null or selector_sha256 is null or normalisation is null
      or not regexp_full_match(locator, 'p[0-9]+(s[0-9]+)?(#[0-9]+)?')
  else (locator is null) = (locator_scheme = 'section')
    or char_start is not null or char_end is not null or selector_sha256 is not null or normalisation is not null
end
