"""Wide tables: columns that are alike are put under each other, so that each is asked for once.

A statement on thousands of columns takes the engine time that grows with their square, and much of
it for each. What is asked of the cells of many columns in the same way, their types, canonical
texts and measures, is asked of one long column instead, and cut apart again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute

from pressmark.engine.cell_file import RECORD, CellFile
from pressmark.engine.connection import ARRIVING, Cursor
from pressmark.engine.storage import TEXT, Storage, express_measures
from pressmark.field_types import Column
from pressmark.intake import list_missing_texts
from pressmark.package import Field, Table

WIDE = 256
"""Tables of more fields are wide."""
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


def group_alike(held: Sequence[Column], beside: frozenset[str] = frozenset()) -> tuple[Alike, ...]:
    """Group columns by how their cells are read, properties of fields that are `beside` aside."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for column in held:
        number = int(column.text.removeprefix("c"))
        said = tuple(describe_cells(column.field, NOT_ASKED | beside))
        groups.setdefault((column.in_primary_key, said), []).append(number)
    firsts = {column.text: column for column in held}
    return tuple(Alike(firsts[f"c{each[0]}"], tuple(each)) for each in groups.values())


def describe_cells(field: Field, beside: frozenset[str]) -> Iterator[object]:
    """Give what a field says of its cells; what is required is told with its title."""
    for name in sorted(field.model_fields_set - beside):
        yield name, repr(getattr(field, name))
    if "constraints" not in beside:
        yield repr(field.model_extra)
        yield field.title if field.constraints.required else None


def stack_columns(
    batch: pa.RecordBatch, numbers: Sequence[int], text: str, beside: tuple[str, ...] = ()
) -> pa.Table:
    """Put columns of a batch under each other as one: `place` is the number of each.

    Of its other columns those that are `beside` are repeated.
    """
    at = {name: number for number, name in enumerate(batch.schema.names)}
    columns = batch.columns
    place = np.repeat(np.array(numbers, np.int32), batch.num_rows)
    repeated = [pa.concat_arrays([columns[at[name]]] * len(numbers)) for name in beside]
    cells = pa.concat_arrays([columns[at[f"c{number}"]] for number in numbers])
    return pa.Table.from_arrays([pa.array(place), *repeated, cells], ["place", *beside, text])


def stack_all_columns(cells: CellFile, numbers: Sequence[int], text: str) -> pa.Table:
    """Put columns of all records in a file under each other."""
    return pa.concat_tables(stack_columns(each, numbers, text) for each in cells.batches(numbers))


def without_missing(stack: pa.Table, table: Table, column: Column) -> pa.Table:
    """Make the cells of columns that are under each other null where there is no value."""
    texts = list_missing_texts(table, column.field)
    if not texts:
        return stack
    cells = stack.column(column.text)
    gone = pa.compute.is_in(cells, pa.array(texts, pa.string()))
    held = pa.compute.if_else(gone, pa.scalar(None, pa.string()), cells)
    return stack.set_column(stack.num_columns - 1, column.text, held)


def ask_stack(stack: pa.Table, expression: str, name: str, engine: Cursor) -> pa.Table:
    """Ask an expression of columns that are under each other, and give the answers likewise."""
    numbered = stack.append_column("turn", pa.array(np.arange(stack.num_rows)))
    with engine.arriving(numbered):
        asked = f"select place, {expression} as {name} from {ARRIVING} order by turn"
        return engine.table(asked).combine_chunks()


def split_stack(
    stack: pa.Table, numbers: Sequence[int], records: int
) -> Iterator[tuple[int, pa.Array]]:
    """Cut columns apart that are under each other, each of so many records with its number."""
    cells = stack.column(stack.num_columns - 1).chunk(0)
    for turn, number in enumerate(numbers):
        yield number, cells.slice(turn * records, records)


def drop_missing(batch: pa.RecordBatch, table: Table, groups: Sequence[Alike]) -> pa.RecordBatch:
    """Make the cells of a batch null that say that there is no value."""
    columns: dict[int, pa.Array] = {}
    for each in groups:
        stack = without_missing(
            stack_columns(batch, each.numbers, each.column.text), table, each.column
        )
        columns |= split_stack(stack.combine_chunks(), each.numbers, batch.num_rows)
    return lay_columns(batch, columns, (RECORD, "line"))


def write_canonical(
    batch: pa.RecordBatch, table: Table, groups: Sequence[Alike], engine: Cursor
) -> tuple[pa.RecordBatch, dict[int, Measures]]:
    """Write cells as they stand in a file in canonical form, and measure each column of them."""
    columns: dict[int, pa.Array] = {}
    measured: dict[int, Measures] = {}
    for each in groups:
        text, field = each.column.text, each.column.field
        stack = without_missing(stack_columns(batch, each.numbers, text), table, each.column)
        canonical = ask_stack(stack, each.column.canonical, text, engine)
        with engine.arriving(canonical):
            rows = engine.rows(
                f"select place, {express_measures(field, text)}, count({text}), "
                f"coalesce(bool_or({text} = ''), false) from {ARRIVING} group by place"
            )
        measured |= {place: Measures(*found) for place, *found in rows}
        columns |= split_stack(canonical, each.numbers, batch.num_rows)
    return lay_columns(batch, columns), measured


def type_values(
    batch: pa.RecordBatch, storages: dict[int, Storage], engine: Cursor
) -> pa.RecordBatch:
    """Give the typed values of canonical texts, columns that are stored alike together."""
    alike: dict[str, list[int]] = {}
    for number, storage in storages.items():
        alike.setdefault(storage.duckdb, []).append(number)
    texts = dict(zip(batch.schema.names, batch.columns, strict=True))
    columns: dict[int, pa.Array] = {}
    for type_, numbers in alike.items():
        if type_ == TEXT.duckdb:
            columns |= {number: texts[f"c{number}"] for number in numbers}
            continue
        typed = ask_stack(stack_columns(batch, numbers, "c"), f"cast(c as {type_})", "c", engine)
        columns |= split_stack(typed, numbers, batch.num_rows)
    return lay_columns(batch, columns)


def list_cells(batch: pa.RecordBatch, numbers: Sequence[int]) -> pa.RecordBatch:
    """Give the cells of each record as one list: `record` and `cells`."""
    records, width = batch.num_rows, len(numbers)
    stack = stack_columns(batch, numbers, "cells").column("cells").chunk(0)
    across = pa.array(np.arange(records * width).reshape(width, records).T.ravel())
    starts = pa.array(np.arange(records + 1, dtype=np.int32) * width)
    lists = pa.ListArray.from_arrays(starts, stack.take(across))
    return pa.RecordBatch.from_arrays([batch.column(RECORD), lists], [RECORD, "cells"])


def lay_columns(
    batch: pa.RecordBatch, columns: dict[int, pa.Array], beside: tuple[str, ...] = (RECORD,)
) -> pa.RecordBatch:
    """Lay columns beside each other by their numbers, behind those of a batch that are `beside`."""
    numbers = sorted(columns)
    arrays = [*(batch.column(name) for name in beside), *(columns[number] for number in numbers)]
    return pa.RecordBatch.from_arrays(arrays, [*beside, *(f"c{number}" for number in numbers)])


def add_measures(first: Measures, second: Measures) -> Measures:
    """Measure two parts of a column as one."""
    return Measures(
        first.fits and second.fits,
        max(first.before, second.before),
        max(first.after, second.after),
        first.present + second.present,
        first.blank or second.blank,
    )
