"""The cells of a table that its keys read, held as they were read.

They are asked where they lie, as one Arrow table: to store them in the engine took longer than to
find the repeated keys among them. What takes too much memory goes to a file beside the engine.
"""

import re
import threading
from collections.abc import Iterator
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from pressmark.engine.cell_file import blame_machine
from pressmark.engine.connection import ARRIVING, Engine
from pressmark.engine.tables import make_batch
from pressmark.field_types import Column
from pressmark.field_types.evident import DIGITS, Read, read_plainly
from pressmark.intake import (
    Block,
    hold_flags,
    hold_numbers,
    hold_texts,
    list_all_missing_texts,
)
from pressmark.package import Field, Table
from pressmark.rules.keys import express_published
from pressmark.validate.held_texts import NONE, HeldTexts, ReadValues, Rows, unite
from pressmark.validate.proving import find_unproven

HELD = 128 * 1024 * 1024
"""Bytes of one table that are held in memory."""
FEW = 10_000
"""Cells of one column of which the engine is asked how they are published."""
PLAIN = re.compile("0|-?[1-9][0-9]{0,17}")
"""A whole number as it is published, where it is one that is read from its bytes."""


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

    def show(self, engine: Engine) -> str:
        """Let the engine ask them by their name, and give it."""
        if not self._shown:
            engine.connection.register(self.name, self.whole)
            self._shown = True
        return self.name

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

    def texts(self, number: int, engine: Engine) -> pa.ChunkedArray | None:
        """Give a column as it is published, null where a value is missing.

        The engine is asked about a few cells; None where of more it is not seen at once how they
        are published.
        """
        field = self.table.schema.fields[number - 1]
        missing = self._missing[number - 1]
        seen = [see_published(field, missing, chunk) for chunk in self.cells(number)]
        known = [each for each in seen if each is not None]
        if len(known) < len(seen) or sum(len(unseen) for _, unseen in known) > FEW:
            return None
        published = [fill_in(field, cells, unseen, engine) for cells, unseen in known]
        return pa.chunked_array(published, pa.string())

    def integers(self, number: int) -> ReadValues | None:
        """Read a column of whole numbers, those that are plainly written; the others are unread.

        None where the others are more than a few, or numbers of the field are written otherwise.
        """
        field = self.table.schema.fields[number - 1]
        if field.type != "integer" or read_plainly(field) is None:
            return None
        missing, first = self._missing[number - 1], 0
        values, rows, unread = [np.empty(0, np.int64)], [NONE], [NONE]
        for chunk in self.cells(number):
            held = HeldTexts(chunk if not chunk.null_count else chunk[:0]).without(missing)
            left = find_unproven(held, Read("integer"))
            if len(held):
                read = held.read_as["integer"]
                values.append(read.values.astype(np.int64, copy=False))
                rows.append(held.rows_of(read.rows) + first)
                unread.append(held.rows_of(left) + first)
            first += len(chunk)
        found = ReadValues(*map(np.concatenate, (values, rows, unread)))
        return found if len(found.unread) <= FEW else None

    def ask_integers(self, number: int, rows: Rows, engine: Engine) -> NDArray[np.int64]:
        """Ask how some cells are published, and give those that are whole numbers of few digits."""
        field = self.table.schema.fields[number - 1]
        cells = self.whole.column(f"c{number}").take(hold_numbers(rows)).combine_chunks()
        found = ask_published(field, cells, engine)
        plain = {int(text) for text in found.values() if text and PLAIN.fullmatch(text)}
        return np.array(sorted(plain), np.int64)


def find_first(batch: pa.RecordBatch) -> int:
    """Give the number of the first record of a batch; of an empty one 0."""
    return int(batch.column(0)[0].as_py()) if batch.num_rows else 0


def see_published(
    field: Field, missing: tuple[str, ...], cells: pa.StringArray
) -> tuple[pa.StringArray, Rows] | None:
    """Give cells as they are published, null where missing, and the rows that are to be asked.

    None where all of them may stand otherwise.
    """
    if cells.null_count:
        return cells, NONE
    held, unseen = HeldTexts(cells), NONE
    as_written = field.type in ("string", "any") or (
        field.type == "date" and field.format == "default"
    )
    if not as_written:
        if field.type != "integer" or not read_plainly(field):
            return None
        values = held.without(missing)
        unseen = values.rows_of(find_rewritten(values))
    gone = held.find(missing)
    if not len(gone):
        return cells, unseen
    kept = np.ones(len(cells), np.bool_)
    kept[gone] = False
    return pa.compute.if_else(hold_flags(kept), cells, pa.nulls(len(cells), pa.string())), unseen


def find_rewritten(held: HeldTexts) -> Rows:
    """Find the texts that are other than digits, without zeros before others."""
    zeros = held.beginning(b"0") if len(held) else NONE
    return unite(
        held.outside(DIGITS), np.flatnonzero(held.sizes == 0), zeros[held.sizes[zeros] > 1]
    )


def fill_in(field: Field, cells: pa.StringArray, rows: Rows, engine: Engine) -> pa.StringArray:
    """Give cells in some rows of which the engine says how they are published."""
    if not len(rows):
        return cells
    texts = cells.take(hold_numbers(rows))
    found = ask_published(field, texts, engine)
    asked = np.zeros(len(cells), np.bool_)
    asked[rows] = True
    published = hold_texts([found[text] for text in texts.to_pylist()])
    return pa.compute.replace_with_mask(cells, hold_flags(asked), published)


def ask_published(field: Field, cells: pa.StringArray, engine: Engine) -> dict[str, str | None]:
    """Ask the engine how texts are published."""
    column = Column(field, "text")
    with engine.arriving(pa.table([cells.unique()], ["text"])):
        asked = f"select text, {express_published(column)} from {ARRIVING}"
        return dict(engine.rows(asked))
