-- title: How much of what matters has evidence of its own?
-- description: The cells on which the answers about rules and policies rest, by kind: how many have a piece of evidence of their own, how many have not, and the share. A cell that is not recorded at all counts as one without. Which they are, one by one, core_cells_without_evidence says.
-- order: 20
-- columns: kind, with_evidence, without_evidence, cells, share
select words as kind, with_evidence, without_evidence, cells, share, kind as kind_key
from (
  select
    core_cells_in_words.place,
    core_cells_in_words.words,
    core_cells.kind,
    sum(core_cells.has_evidence) as with_evidence,
    count(*) - sum(core_cells.has_evidence) as without_evidence,
    count(*) as cells,
    round(cast(sum(core_cells.has_evidence) as double) / count(*), 3) as share
  from core_cells
  join core_cells_in_words on core_cells_in_words.kind = core_cells.kind
  group by core_cells_in_words.place, core_cells_in_words.words, core_cells.kind
  union all
  select
    99,
    'all core cells',
    'all',
    sum(has_evidence),
    count(*) - sum(has_evidence),
    count(*),
    round(cast(sum(has_evidence) as double) / count(*), 3)
  from core_cells
) as counted
order by place
