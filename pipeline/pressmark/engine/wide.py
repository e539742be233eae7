"""Wide tables: columns that are alike are put under each other, so that each is asked for once.

A statement on thousands of columns takes the engine time that grows with their square, and much of
it for each. What is asked of the cells of many columns in the same way, their types, canonical
texts and measures, is asked of one long column instead, and cut apart again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute

from pressmark.engine.connection import ARRIVING, Cursor, Engine
from pressmark.engine.storage import measures
from pressmark.field_types import Column
from pressmark.intake import missing_texts
from pressmark.package import Field, Table

WIDE = 256
"""Tables of more fields are wide."""
CELLS_AT_ONCE = 2_000_000
MANY = 2
NOT_ASKED = frozenset({"name", "title", "description", "example", "rdf_type"})
"""Properties of a field that say nothing of its cells."""
OF_VALUES = frozenset({"constraints", "categories", "categories_ordered"})
"""Properties that say which cells are right, and not how they are written."""


@dataclass(frozen=True)
class Alike:
    """Fields whose cells are read in the same way: the first of them as a column, and all."""

    column: Column
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Measures:
    """What the canonical texts of a column measure: what `choose` asks, and how many there are."""

    fits: bool
    before: int
    after: int
    present: int
    blank: bool


NOTHING = Measures(fits=True, before=0, after=0, present=0, blank=False)
"""What a column without records measures."""


def is_wide(table: Table) -> bool:
    """Whether a table has so many fields that they are put under each other."""
    return len(table.schema.fields) > WIDE


def alike(held: Sequence[Column], beside: frozenset[str] = frozenset()) -> tuple[Alike, ...]:
    """Group columns by how their cells are read, properties of fields that are `beside` aside."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for column in held:
        number = int(column.text.removeprefix("c"))
        said = tuple(said_of(column.field, NOT_ASKED | beside))
        groups.setdefault((column.in_primary_key, said), []).append(number)
    firsts = {column.text: column for column in held}
    return tuple(Alike(firsts[f"c{each[0]}"], tuple(each)) for each in groups.values())


def said_of(field: Field, beside: frozenset[str]) -> Iterator[object]:
    """Give what a field says of its cells; what is required is told with its title."""
    for name in sorted(field.model_fields_set - beside):
        yield name, repr(getattr(field, name))
    if "constraints" not in beside:
        yield repr(field.model_extra)
        yield field.title if field.constraints.required else None


def stacked(batch: pa.RecordBatch, each: Alike) -> pa.Table:
    """Put columns of a batch under each other: `place` is their number; beside it record, line."""
    count = batch.num_rows
    times = len(each.numbers)
    places = [pa.repeat(pa.scalar(number, pa.int32()), count) for number in each.numbers]
    beside = [
        pa.concat_arrays([batch.column(name)] * times) if times > 1 else batch.column(name)
        for name in ("record", "line")
    ]
    cells = pa.concat_arrays([batch.column(f"c{number}") for number in each.numbers])
    names = ["place", "record", "line", each.column.text]
    return pa.Table.from_arrays([pa.concat_arrays(places), *beside, cells], names)


def without_missing(batch: pa.RecordBatch, table: Table, groups: Sequence[Alike]) -> pa.RecordBatch:
    """Make the cells of a batch null that say that there is no value."""
    columns = {name: batch.column(name) for name in ("record", "line")}
    for each in groups:
        texts = missing_texts(table, each.column.field)
        missing = pa.array(texts, pa.string())
        for number in each.numbers:
            cells = batch.column(f"c{number}")
            if texts:
                gone = pa.compute.is_in(cells, missing)
                cells = pa.compute.if_else(gone, pa.scalar(None, pa.string()), cells)
            columns[f"c{number}"] = cells
    return pa.RecordBatch.from_arrays(
        [columns[name] for name in batch.schema.names], batch.schema.names
    )


def canonical_texts(
    batch: pa.RecordBatch, groups: Sequence[Alike], engine: Cursor
) -> tuple[pa.RecordBatch, dict[int, Measures]]:
    """Write the cells of a batch in canonical form, and measure each column of it."""
    columns: dict[str, pa.Array] = {}
    measured: dict[int, Measures] = {}
    for each in groups:
        text, field = each.column.text, each.column.field
        with engine.arriving(stacked(batch, each)):
            canonical = joined(
                engine.batches(
                    f"select place, {each.column.canonical} as {text} from {ARRIVING} "
                    "order by place, record"
                )
            )
        with engine.arriving(canonical):
            rows = engine.rows(
                f"select place, {measures(field, text)}, count({text}), "
                f"coalesce(bool_or({text} = ''), false) from {ARRIVING} group by place"
            )
        measured |= {place: Measures(*found) for place, *found in rows}
        texts = canonical.column(text).combine_chunks()
        for at, number in enumerate(each.numbers):
            columns[f"c{number}"] = texts.slice(at * batch.num_rows, batch.num_rows)
    names = ["record", *(f"c{number}" for number in sorted(measured))]
    arrays = [batch.column("record"), *(columns[name] for name in names[1:])]
    return pa.RecordBatch.from_arrays(arrays, names), measured


def joined(batches: Iterator[pa.RecordBatch]) -> pa.Table:
    """Join the batches of an answer, which keeps the order of what was asked."""
    return pa.Table.from_batches(list(batches))


def together(first: Measures, second: Measures) -> Measures:
    """Measure two parts of a column as one."""
    return Measures(
        first.fits and second.fits,
        max(first.before, second.before),
        max(first.after, second.after),
        first.present + second.present,
        first.blank or second.blank,
    )


def records_at_once(table: Table) -> int:
    """How many records of a wide table are held at once."""
    return max(1, CELLS_AT_ONCE // len(table.schema.fields))


def batches_in_order(engine: Cursor, table: str, names: str, most: int) -> Iterator[pa.RecordBatch]:
    """Give records of the engine's table in the order of their numbers, so many at once.

    `names` begin with that number. A few are sorted here: the engine sorts whole records, column
    by column.
    """
    ((count,),) = engine.rows(f"select count(*) from {table}")
    with engine.errors_said():
        if count <= most:
            whole = engine.connection.sql(f"select {names} from {table}").to_arrow_table()
            order = pa.compute.sort_indices(whole.column(0))
            yield from whole.take(order).combine_chunks().to_batches() if count else ()
            return
        reader = engine.connection.sql(f"select {names} from {table} order by record")
        yield from reader.to_arrow_reader(most)


def in_order(
    engine: Engine, canonical: str, columns: Sequence[int], order: str
) -> Iterator[pa.RecordBatch]:
    """Give columns of canonical texts in the published order, which SQL for records tells.

    No join is as wide as the table: where their numbers do not rise, it is held whole.
    """
    names = ", ".join(f"c{number}" for number in columns)
    placed = pa.array([number for (number,) in engine.rows(order)], pa.int64())
    most = max(1, CELLS_AT_ONCE // len(columns))
    found = batches_in_order(engine, canonical, f"record, {names}", most)
    rising = (
        len(placed) < MANY
        or pa.compute.all(
            pa.compute.less(placed.slice(0, len(placed) - 1), placed.slice(1))
        ).as_py()
    )
    if not rising:
        whole = joined(found).combine_chunks()
        places = pa.compute.index_in(placed, whole.column("record").combine_chunks())
        found = iter(whole.take(places).to_batches(most))
    for batch in found:
        yield batch.select(range(1, batch.num_columns))
