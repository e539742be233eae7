"""The cells of a table that its keys read, held as they were read.

They are asked where they lie, as one Arrow table: to store them in the engine took longer than to
find the repeated keys among them. What takes too much memory goes to a file beside the engine.
"""

import threading
from collections.abc import Iterator
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from pressmark.engine.cell_file import blame_machine
from pressmark.engine.connection import Engine
from pressmark.engine.tables import make_batch
from pressmark.field_types.evident import DIGITS, Read, read_plainly
from pressmark.intake import Block, hold_flags, list_all_missing_texts
from pressmark.package import Field, Table
from pressmark.validate.held_texts import HeldTexts
from pressmark.validate.proving import find_unproven

HELD = 128 * 1024 * 1024
"""Bytes of one table that are held in memory."""


class KeyCells:
    """Columns of a table by their numbers, from 1; several threads may add blocks."""

    def __init__(
        self, table: Table, name: str, numbers: tuple[int, ...], beside: tuple[str, ...] = ()
    ) -> None:
        """Hold those columns of a table, and numbers `beside`; the engine calls them by a name."""
        self.table, self.name, self.numbers, self.beside = table, name, numbers, beside
        self._batches: list[pa.RecordBatch] = []
        self._firsts: list[int] = []
        self._bytes, self._shown, self._path = 0, False, ""
        self._lock = threading.Lock()
        self._sink: pa.NativeFile | None = None
        self._writer: pa.ipc.RecordBatchFileWriter | None = None

    def add(self, block: Block, engine: Engine) -> None:
        """Hold the columns of a block."""
        self.hold(make_batch(block, self.numbers), engine)

    def hold(self, batch: pa.RecordBatch, engine: Engine) -> None:
        """Hold a batch of the columns: `record`, `line`, those beside, the cells."""
        with self._lock:
            self._batches.append(batch)
            self._bytes += batch.nbytes
            if self._bytes > HELD:
                self._lay_down(self._writer or self._begin_file(engine))

    def _begin_file(self, engine: Engine) -> pa.ipc.RecordBatchFileWriter:
        """Begin a file beside the engine."""
        with blame_machine():
            self._path = str(engine.place / self.name)
            self._sink = pa.OSFile(self._path, "wb")
            self._writer = pa.ipc.new_file(self._sink, self._batches[0].schema)
            return self._writer

    def _lay_down(self, writer: pa.ipc.RecordBatchFileWriter) -> None:
        """Write what is held to the file, and hold it no longer."""
        with blame_machine():
            for batch in self._batches:
                writer.write_batch(batch)
                self._firsts.append(find_first(batch))
        self._batches, self._bytes = [], 0

    def show(self, engine: Engine) -> None:
        """Let the engine ask them by their name."""
        if not self._shown:
            engine.connection.register(self.name, self.whole)
            self._shown = True

    def forget(self, engine: Engine) -> None:
        """Hold them no longer."""
        if self._shown:
            engine.connection.unregister(self.name)
        self._batches, self._shown = [], False
        vars(self).pop("whole", None)

    @cached_property
    def whole(self) -> pa.Table:
        """All of them, in file order: the columns as `hold` takes them. Nothing is added then."""
        batches = sorted(self._batches, key=find_first)
        if self._end_file():
            reader = pa.ipc.open_file(pa.memory_map(self._path))
            batches = [reader.get_batch(place) for place in self._order]
        counts = [(name, pa.int64()) for name in ("record", "line", *self.beside)]
        schema = pa.schema([*counts, *((f"c{number}", pa.string()) for number in self.numbers)])
        return pa.Table.from_batches(batches, schema)

    def cells(self, number: int) -> Iterator[pa.StringArray]:
        """Give a column block by block, in file order; nothing is added then.

        What is in a file is read and not seen as memory: no more is held than one block.
        """
        if not self._end_file():
            yield from self.whole.column(f"c{number}").chunks
            return
        place = 2 + len(self.beside) + self.numbers.index(number)
        with blame_machine(), pa.OSFile(self._path) as source:
            chosen = pa.ipc.IpcReadOptions(included_fields=[place])
            reader = pa.ipc.open_file(source, options=chosen)
            for each in self._order:
                yield reader.get_batch(each).column(0)

    @property
    def _order(self) -> list[int]:
        """The places of the batches in the file, in file order of their records."""
        return sorted(range(len(self._firsts)), key=self._firsts.__getitem__)

    def _end_file(self) -> bool:
        """End the file where there is one, with all that is held; tell whether there is one."""
        if self._writer is not None and self._sink is not None and not self._sink.closed:
            self._lay_down(self._writer)
            with blame_machine():
                self._writer.close()
                self._sink.close()
        return self._writer is not None

    @cached_property
    def _missing(self) -> tuple[tuple[str, ...], ...]:
        """The texts that stand for no value, field by field."""
        return list_all_missing_texts(self.table)

    def texts(self, number: int) -> Iterator[pa.StringArray | None]:
        """Give a column as it is published, block by block, null where a value is missing.

        None instead of a block of which it is not seen at once how it is published.
        """
        field = self.table.schema.fields[number - 1]
        missing = self._missing[number - 1]
        for chunk in self.cells(number):
            yield see_published(field, missing, chunk)

    def integers(self, number: int) -> NDArray[np.int64] | None:
        """Give the values of a column of whole numbers; None where one is not plainly written."""
        field = self.table.schema.fields[number - 1]
        if field.type != "integer" or read_plainly(field) is None:
            return None
        missing = self._missing[number - 1]
        read = [np.empty(0, np.int64)]
        for chunk in self.cells(number):
            held = HeldTexts(chunk if not chunk.null_count else chunk[:0]).without(missing)
            if len(find_unproven(held, Read("integer"))):
                return None
            if len(held):
                read.append(held.read_as["integer"].values.astype(np.int64, copy=False))
        return np.concatenate(read)


def find_first(batch: pa.RecordBatch) -> int:
    """Give the number of the first record of a batch; of an empty one 0."""
    return int(batch.column(0)[0].as_py()) if batch.num_rows else 0


def see_published(
    field: Field, missing: tuple[str, ...], cells: pa.StringArray
) -> pa.StringArray | None:
    """Give cells as they are published, null where missing; None where they may stand otherwise."""
    if cells.null_count:
        return cells
    held = HeldTexts(cells)
    as_written = field.type in ("string", "any") or (
        field.type == "date" and field.format == "default"
    )
    if not as_written and not (
        field.type == "integer" and read_plainly(field) and are_canonical(held.without(missing))
    ):
        return None
    gone = held.find(missing)
    if not len(gone):
        return cells
    kept = np.ones(len(cells), np.bool_)
    kept[gone] = False
    return pa.compute.if_else(hold_flags(kept), cells, pa.nulls(len(cells), pa.string()))


def are_canonical(held: HeldTexts) -> bool:
    """Whether texts are digits, without zeros before others."""
    if not len(held):
        return True
    if not held.shortest or len(held.outside(DIGITS)):
        return False
    return not len(zeros := held.beginning(b"0")) or int(held.sizes[zeros].max()) == 1
