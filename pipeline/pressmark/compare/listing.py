"""All changes as lines of text, in key order, with which the newer package is made of the older.

One line a cell: of an added or removed record every cell, of a changed one those that differ. What
the form means is told in docs/reference/changes.md; `pressmark.apply` reads it.
"""

from collections.abc import Iterator

from pressmark import sql
from pressmark.compare.comparison import Comparison, Kind, Pair
from pressmark.compare.heading import COLUMNS, render_cell, write_heading
from pressmark.compare.matching import (
    express_changes,
    express_differing,
    express_key_text,
    express_sorting,
    is_unchanged,
    list_compared_fields,
    name_differences,
    name_key_fields,
    select_matched,
)
from pressmark.compare.moves import name_moves
from pressmark.compare.sides import CellsOfRecord, Side, find_sides
from pressmark.engine.connection import Engine

NEEDS_QUOTES = '[",\n\r]'
EMPTY = "''"
IN_ORDER, SOME = "inside.in_order", "inside.some"
AT_ONCE, PIECES = 50_000, 50
"""Records told at once, and the most pieces in which a table is told."""


def write_changes_csv(comparison: Comparison, engine: Engine) -> Iterator[str]:
    """Write every change as a line of `COLUMNS`, piece by piece, below what tells of the whole.

    A missing value is an empty cell; an empty text stands in quotes. A first release has no line.
    """
    yield ",".join(COLUMNS) + "\n"
    if comparison.old is None:
        return
    for line in write_heading(comparison.old, comparison.new, comparison.pairs):
        yield ",".join(map(render_cell, line)) + "\n"
    for position, pair in enumerate(comparison.pairs):
        if not is_unchanged(pair):
            old, new = find_sides(pair, comparison.pairs)
            heads = select_heads(pair, position, old, new)
            lines = dict(select_lines(pair, position, old, new))
            yield from write_in_order(" union all ".join(heads), lines, engine)


def write_in_order(heads: str, lines: dict[Kind, str], engine: Engine) -> Iterator[str]:
    """Give lines, of each kind of change as SQL, in the order of their heads, some at a time.

    Only heads are sorted and numbered as a whole: the lines of a table are wider than the table.
    Of a kind that does not occur no line is asked: to plan it may take longer than to write others.
    """
    engine.run(
        f"create or replace table {IN_ORDER} as select change, record, come, "
        f"row_number() over (order by sorting, change, record) as nth from ({heads})"
    )
    counts = dict(engine.rows(f"select change, count(*) from {IN_ORDER} group by change"))
    asked = " union all ".join(of_kind for kind, of_kind in lines.items() if kind in counts)
    count = sum(counts.values())
    step = max(AT_ONCE, -(-count // PIECES))
    for first in range(0, count, step):
        engine.run(
            f"create or replace table {SOME} as select * from {IN_ORDER} "
            f"where nth > {first} and nth <= {first + step}"
        )
        for batch in engine.batches(f"select told from ({asked}) order by nth"):
            yield "".join(f"{told}\n" for told in batch.column(0).to_pylist())
    engine.run(f"drop table {IN_ORDER}")


def select_heads(pair: Pair, position: int, old: Side | None, new: Side | None) -> Iterator[str]:
    """Give SQL for what is told of each record: `sorting`, `change`, `record` and `come`."""
    yield f"select sorting, change, record, null::bigint as come from {name_differences(position)}"
    if old is None or new is None:
        return
    order = express_sorting(pair, gather_key(pair, new))
    if pair.grown:
        yield (
            f"select {order}, 'filled', gone, come from "
            f"({select_matched(pair, position, old, new)}) join {new.view} on record = come "
            f"where list_count({new.cells(pair.grown).listed}) > 0"
        )
    yield (
        f"select {order}, 'moved', gone, come from {name_moves(position)} "
        f"join {new.view} on record = come"
    )


def select_lines(
    pair: Pair, position: int, old: Side | None, new: Side | None
) -> Iterator[tuple[Kind, str]]:
    """Give SQL for the lines of some records, kind by kind: `nth` and `told`."""
    if old:
        yield "removed", select_whole_lines(pair, old, "removed")
    if new:
        yield "added", select_whole_lines(pair, new, "added")
    if old is None or new is None:
        return
    key = express_key_cell(pair, express_key(pair, new))
    of_new = f"from {SOME} s join {new.view} v on v.record = s.come where s.change ="
    if pair.grown:
        cells = express_differing(len(pair.grown), after=new.cells(pair.grown).listed)
        filled = express_lines(pair, key, "filled", pair.grown, cells)
        yield "filled", f"select nth, {filled} as told {of_new} 'filled'"
    moved = express_line(pair, key, "',,moved,'", "s.record", "s.come")
    yield "moved", f"select nth, {moved} as told {of_new} 'moved'"
    if compared := tuple(name for _, name in list_compared_fields(pair)):
        key = express_key_cell(pair, "key")
        changed = express_lines(pair, key, "changed", compared, "differing")
        found = f"{name_differences(position)} d on d.record = s.record and d.change = s.change"
        told = f"select nth, {changed} as told from {SOME} s join {found}"
        yield "changed", f"{told} where s.change = 'changed'"


def select_whole_lines(pair: Pair, side: Side, change: Kind) -> str:
    """Give SQL that selects all lines of the records that one side alone has."""
    former = {now: was for was, now in pair.fields} if change == "removed" and pair.new else {}
    names = tuple(former.get(name, name) for name in name_key_fields(pair))
    key = express_key_cell(pair, express_key_text(side.cells(names)))
    cells = {"before" if change == "removed" else "after": side.cells(side.names).listed}
    changes = express_changes(len(side.names), **cells)
    told = express_lines(pair, key, change, side.names, changes)
    return (
        f"select nth, {told} as told from {SOME} s "
        f"join {side.view} v on v.record = s.record where s.change = '{change}'"
    )


def gather_key(pair: Pair, side: Side) -> CellsOfRecord:
    """Give the cells of the newer side of which the key of what differs consists."""
    return side.cells(name_key_fields(pair))


def express_key(pair: Pair, side: Side) -> str:
    """Give SQL for the key of a record of the newer side."""
    return express_key_text(gather_key(pair, side))


def express_key_cell(pair: Pair, text: str) -> str:
    """Give SQL that writes the key: nothing where records were matched as wholes.

    Their numbers name them, and each line would hold the whole record.
    """
    one_side = pair.old is None or pair.new is None
    keyed = pair.table.schema.primary_key if one_side else pair.key
    return express_cell(f"({text})") if keyed else EMPTY


def express_lines(pair: Pair, key: str, change: Kind, names: tuple[str, ...], cells: str) -> str:
    """Give SQL that writes a line for each of a list of cells, whose fields are called `names`."""
    between = sql.quote_texts(f",{render_cell(name)},{change}," for name in names)
    before, after = express_cell("cell[2]"), express_cell("cell[3]")
    line = express_line(pair, key, f"[{between}][cell[1]]", before, after)
    return f"array_to_string(list_transform({cells}, lambda cell: {line}), chr(10))"


def express_line(pair: Pair, key: str, between: str, before: str, after: str) -> str:
    """Give SQL that writes one line; all but the pair are SQL for what stands in it."""
    begins = sql.quote_text(f"{render_cell(pair.name)},")
    return f"concat({begins}, {key}, {between}, {before}, ',', {after}, ',', s.record)"


def express_cell(text: str) -> str:
    """Give SQL that writes one cell of a line."""
    return (
        f"case when {text} is null then '' when {text} = '' then '\"\"' "
        f"when regexp_matches({text}, {sql.quote_text(NEEDS_QUOTES)}) "
        f"then '\"' || replace({text}, '\"', '\"\"') || '\"' else {text} end"
    )
