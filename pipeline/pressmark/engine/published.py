"""Tables that were made ready to be published, read in the order in which they are published."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa

from pressmark import sql
from pressmark.engine.connection import Cursor
from pressmark.engine.tables import StoredTable


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


def make_empty(each: StoredTable, engine: Cursor) -> pa.Table:
    """Give a table's columns under their fields' names, without any record."""
    kinds = {storage.duckdb for storage in each.storages}
    nothing = ", ".join(f"cast(null as {kind}) as {sql.quote(kind)}" for kind in kinds)
    empty = engine.table(f"select {nothing} limit 0")
    columns = [empty.column(storage.duckdb) for storage in each.storages]
    names = [field.name for field in each.table.schema.fields]
    return pa.Table.from_arrays(columns, names)
