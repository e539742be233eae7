"""All changes as lines of text, in key order, with which the newer package is made of the older.

One line a cell: of an added or removed record every cell, of a changed one those that differ. What
the form means is told in docs/reference/changes.md; `pressmark.apply` reads it.
"""

from collections.abc import Iterator

from pressmark import sql
from pressmark.compare.comparison import Comparison, Kind, Pair
from pressmark.compare.heading import COLUMNS, cell_text, heading
from pressmark.compare.matching import (
    compared_fields,
    found,
    key_fields,
    key_text,
    matched,
    numbered,
    sorting,
    unchanged,
)
from pressmark.compare.moves import moves
from pressmark.compare.sides import Side, held
from pressmark.engine.connection import Engine

NEEDS_QUOTES = '[",\n\r]'
EMPTY = "''"
IN_ORDER, SOME = "inside.in_order", "inside.some"
AT_ONCE, PIECES = 50_000, 50
"""Records told at once, and the most pieces in which a table is told."""


def changes_csv(comparison: Comparison, engine: Engine) -> Iterator[str]:
    """Write every change as a line of `COLUMNS`, piece by piece, below what tells of the whole.

    A missing value is an empty cell; an empty text stands in quotes. A first release has no line.
    """
    yield ",".join(COLUMNS) + "\n"
    if comparison.old is None:
        return
    for line in heading(comparison.old, comparison.new, comparison.pairs):
        yield ",".join(map(cell_text, line)) + "\n"
    for position, pair in enumerate(comparison.pairs):
        if not unchanged(pair):
            old, new = held(pair, comparison.pairs)
            heads = heads_of(pair, position, old, new)
            lines = " union all ".join(lines_of(pair, position, old, new))
            yield from told_in_order(" union all ".join(heads), lines, engine)


def told_in_order(heads: str, lines: str, engine: Engine) -> Iterator[str]:
    """Give lines in the order of their heads, some records at a time.

    Only heads are sorted and numbered as a whole: the lines of a table are wider than the table.
    """
    engine.run(
        f"create or replace table {IN_ORDER} as select change, record, come, "
        f"row_number() over (order by sorting, change, record) as nth from ({heads})"
    )
    ((count,),) = engine.rows(f"select count(*) from {IN_ORDER}")
    step = max(AT_ONCE, -(-count // PIECES))
    for first in range(0, count, step):
        engine.run(
            f"create or replace table {SOME} as select * from {IN_ORDER} "
            f"where nth > {first} and nth <= {first + step}"
        )
        for batch in engine.batches(f"select told from ({lines}) order by nth"):
            yield "".join(f"{told}\n" for told in batch.column(0).to_pylist())
    engine.run(f"drop table {IN_ORDER}")


def heads_of(pair: Pair, position: int, old: Side | None, new: Side | None) -> Iterator[str]:
    """Give SQL for what is told of each record: `sorting`, `change`, `record` and `come`."""
    yield f"select sorting, change, record, null::bigint as come from {found(position)}"
    if old is None or new is None:
        return
    order = sorting(pair, key_parts(pair, new))
    if pair.grown:
        filled = " or ".join(f"{new.cell(name)} is not null" for name in pair.grown)
        yield (
            f"select {order}, 'filled', gone, come from "
            f"({matched(pair, position, old, new)}) join {new.view} on record = come where {filled}"
        )
    yield (
        f"select {order}, 'moved', gone, come from {moves(position)} "
        f"join {new.view} on record = come"
    )


def lines_of(pair: Pair, position: int, old: Side | None, new: Side | None) -> Iterator[str]:
    """Give SQL for the lines of some records: `nth` and `told`."""
    if old:
        yield lines_whole(pair, old, "removed")
    if new:
        yield lines_whole(pair, new, "added")
    if old is None or new is None:
        return
    key = key_cell(pair, key_of(pair, new))
    of_new = f"from {SOME} s join {new.view} v on v.record = s.come where s.change ="
    if pair.grown:
        filled = (
            f"case when {new.cell(name)} is not null then "
            f"{line(pair, key, name, 'filled', after=csv_cell(new.cell(name)))} end"
            for name in pair.grown
        )
        yield f"select nth, concat_ws(chr(10), {', '.join(filled)}) as told {of_new} 'filled'"
    moved = line(pair, key, None, "moved", before="s.record", after="s.come")
    yield f"select nth, {moved} as told {of_new} 'moved'"
    if compared_fields(pair):
        key = key_cell(pair, "key")
        changed = []
        for n, (_, name) in numbered(compared_fields(pair)):
            was, now = csv_cell(f"b{n}"), csv_cell(f"a{n}")
            told = line(pair, key, name, "changed", before=was, after=now)
            changed.append(f"case when b{n} is distinct from a{n} then {told} end")
        yield (
            f"select nth, concat_ws(chr(10), {', '.join(changed)}) as told from {SOME} s "
            f"join {found(position)} d on d.record = s.record and d.change = s.change "
            "where s.change = 'changed'"
        )


def lines_whole(pair: Pair, side: Side, change: Kind) -> str:
    """Give SQL that selects all lines of the records that one side alone has."""
    former = {now: was for was, now in pair.fields} if change == "removed" and pair.new else {}
    key = key_cell(
        pair, key_text(tuple(side.cell(former.get(name, name)) for name in key_fields(pair)))
    )
    lines = []
    for field in side.table.schema.fields:
        value = {"before" if change == "removed" else "after": csv_cell(side.cell(field.name))}
        lines.append(line(pair, key, field.name, change, **value))
    return (
        f"select nth, concat_ws(chr(10), {', '.join(lines)}) as told from {SOME} s "
        f"join {side.view} v on v.record = s.record where s.change = '{change}'"
    )


def key_parts(pair: Pair, side: Side) -> tuple[str, ...]:
    """Give the columns of the newer side of which the key of what differs consists."""
    return tuple(side.cell(name) for name in key_fields(pair))


def key_of(pair: Pair, side: Side) -> str:
    """Give SQL for the key of a record of the newer side."""
    return key_text(key_parts(pair, side))


def key_cell(pair: Pair, text: str) -> str:
    """Give SQL that writes the key: nothing where records were matched as wholes.

    Their numbers name them, and each line would hold the whole record.
    """
    one_side = pair.old is None or pair.new is None
    keyed = pair.table.schema.primary_key if one_side else pair.key
    return csv_cell(f"({text})") if keyed else EMPTY


def line(  # noqa: PLR0913 - one parameter a column
    pair: Pair,
    key: str,
    field: str | None,
    change: Kind,
    *,
    before: str = EMPTY,
    after: str = EMPTY,
) -> str:
    """Give SQL that writes one line; `key`, `before` and `after` are SQL for cells as written."""
    begins = sql.text(f"{cell_text(pair.name)},")
    between = sql.text(f",{cell_text(field)},{change},")
    return f"concat({begins}, {key}, {between}, {before}, ',', {after}, ',', s.record)"


def csv_cell(text: str) -> str:
    """Give SQL that writes one cell of a line."""
    return (
        f"case when {text} is null then '' when {text} = '' then '\"\"' "
        f"when regexp_matches({text}, {sql.text(NEEDS_QUOTES)}) "
        f"then '\"' || replace({text}, '\"', '\"\"') || '\"' else {text} end"
    )
