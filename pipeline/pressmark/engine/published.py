"""Tables that were made ready to be published, read in the order in which they are published."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pyarrow.compute

from pressmark import sql
from pressmark.engine.cell_file import CellFile
from pressmark.engine.connection import Cursor
from pressmark.engine.tables import StoredTable
from pressmark.engine.wide import type_values


def read_typed(each: StoredTable, engine: Cursor) -> Iterator[pa.RecordBatch]:
    """Give a table's typed values under their fields' names, in the published order."""
    names = [field.name for field in each.table.schema.fields]
    if each.cells is not None:
        storages = dict(zip(each.numbers, each.storages, strict=True))
        for batch in read_in_published_order(each, each.cells, engine):
            typed = type_values(batch, storages, engine)
            yield typed.select(range(1, typed.num_columns)).rename_columns(names)
        return
    # Named by the engine, a field could be what is sorted by, or be one with another in SQL.
    for batch in read_published(each, each.values, engine):
        yield batch.rename_columns(names)


def read_published(
    each: StoredTable, columns: Iterable[str], engine: Cursor
) -> Iterator[pa.RecordBatch]:
    """Give SQL expressions over a table as it lies in the engine, sorted as it is published.

    The engine gives rows in the order in which they were inserted, and says so of each.
    """
    first = 0
    for batch in engine.batches(f"select rowid, {', '.join(columns)} from {each.published}"):
        places = batch.column(0).to_numpy()
        if not np.array_equal(places, np.arange(first, first + len(places))):
            message = f"the engine gave other records than those from {first} on"
            raise AssertionError(message, each.table.name)
        first += len(places)
        yield batch.select(range(1, batch.num_columns))


def read_ahead(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Give batches, each while a thread lets the engine make the next."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = pool.submit(next, batches, None)
            yield batch


def take_bytes(texts: pa.StringArray) -> tuple[bytes, list[int]]:
    """Give the bytes of texts, none of which is null, and where each begins, and the last ends."""
    _, places, held = texts.buffers()
    ends = np.frombuffer(places, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return held[ends[0] : ends[-1]].to_pybytes(), (ends - ends[0]).tolist()


def read_in_published_order(
    each: StoredTable, cells: CellFile, engine: Cursor
) -> Iterator[pa.RecordBatch]:
    """Give the canonical texts of a wide table, behind the numbers of its records, in its order."""
    if each.sorted_by:
        rows = engine.rows(f"select record from {each.typed} order by {each.order}")
        order = pa.array([record for (record,) in rows], pa.int64())
        if not order.equals(order.take(pa.compute.sort_indices(order))):
            yield from cells.placed(each.numbers, order)
            return
    yield from cells.batches(each.numbers)


def make_empty(each: StoredTable, engine: Cursor) -> pa.Table:
    """Give a table's columns under their fields' names, without any record."""
    kinds = {storage.duckdb for storage in each.storages}
    nothing = ", ".join(f"cast(null as {kind}) as {sql.quote(kind)}" for kind in kinds)
    empty = engine.table(f"select {nothing} limit 0")
    columns = [empty.column(storage.duckdb) for storage in each.storages]
    names = [field.name for field in each.table.schema.fields]
    return pa.Table.from_arrays(columns, names)
