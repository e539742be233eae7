"""Changes one by one, in key order: the first few as values, all of them as a stream of lines."""

from collections.abc import Iterator

from pressmark import sql
from pressmark.compare.comparison import KINDS, Change, Comparison, Pair
from pressmark.compare.matching import compared_fields, found, numbered, unchanged
from pressmark.engine.connection import Engine

COLUMNS = ("table", "key", "field", "change", "before", "after")
NEEDS_QUOTES = '[",\n\r]'


def changes_csv(comparison: Comparison, engine: Engine) -> Iterator[str]:
    """Write every change as a line of `table,key,field,change,before,after`, piece by piece.

    A missing value is an empty cell; an empty text stands in quotes. A first release has no line.
    """
    yield ",".join(COLUMNS) + "\n"
    if comparison.old is None:
        return
    for position, pair in enumerate(comparison.pairs):
        if unchanged(pair):
            continue
        cells = ", ".join(csv_cell(name) for name in COLUMNS[1:])
        rows = change_rows(pair, position)
        for batch in engine.batches(f"select concat_ws(',', {cells}) as line from ({rows})"):
            table = plain_cell(pair.name)
            yield "".join(f"{table},{line}\n" for line in batch.column(0).to_pylist())


def csv_cell(text: str) -> str:
    """Give SQL that writes one cell of a line."""
    return (
        f"case when {text} is null then '' when {text} = '' then '\"\"' "
        f"when regexp_matches({text}, {sql.text(NEEDS_QUOTES)}) "
        f"then '\"' || replace({text}, '\"', '\"\"') || '\"' else {text} end"
    )


def plain_cell(text: str) -> str:
    """Write a table's name as a cell of a line."""
    needs = any(character in text for character in '",\n\r')
    return '"' + text.replace('"', '""') + '"' if needs else text


def change_rows(pair: Pair, position: int, kind: str | None = None) -> str:
    """Give SQL that selects changes in key order: key, field, change, before, after."""
    cells = ", ".join(
        f"{{'place': {n}, 'field': {sql.text(new)}, 'before': b{n}, 'after': a{n}}}"
        for n, (_, new) in numbered(compared_fields(pair))
    )
    whole = (
        f"select sorting, key, 0 as place, null::varchar as field, change, "
        "null::varchar as before, null::varchar as after from (select *, unnest(range(times)) "
        f"from {found(position)} where change <> 'changed')"
    )
    changed = (
        f"select sorting, key, cell.place, cell.field, change, cell.before, cell.after from "
        f"(select *, unnest([{cells}]) as cell from {found(position)} where change = 'changed') "
        "where cell.before is distinct from cell.after"
    )
    both = f"{whole} union all {changed}" if cells else whole
    only = f"where change = {sql.text(kind)}" if kind else ""
    return (
        f"select key, field, change, before, after from ({both}) {only} "
        "order by sorting, change, place"
    )


def first_changes(pair: Pair, position: int, engine: Engine, limit: int) -> Iterator[Change]:
    """Give the first changes of each kind, in key order."""
    for kind in KINDS:
        for row in engine.rows(f"{change_rows(pair, position, kind)} limit {limit}"):
            key, field, change, before, after = row
            yield Change(pair.name, key, change, field, before, after)
