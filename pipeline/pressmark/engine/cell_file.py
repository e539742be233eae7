"""Cells of a wide table in a file beside the engine, a block after the other.

Every statement on a table takes the engine 0.1 ms for each of its columns, whatever it asks. Arrow
reads and writes a column in a hundredth of that, and a file needs no memory.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.compute

from pressmark.errors import explain_failure

CELLS_AT_ONCE = 2_000_000
"""How many cells of a wide table are held at once."""
RECORD = "record"
"""The first column: the number of each record."""


def count_at_once(columns: int) -> int:
    """How many records of so many columns are held at once."""
    return max(1, CELLS_AT_ONCE // max(1, columns))


class CellFile:
    """Blocks of records with the columns `record, c1, c2, …`; several threads may add some."""

    def __init__(self, path: Path) -> None:
        """Keep them in a file at that path, which is made when the first block comes."""
        self.path = path
        self.records = self.columns = 0
        self._firsts: list[int] = []
        self._lock = threading.Lock()
        self._sink: pa.NativeFile | None = None
        self._writer: pa.ipc.RecordBatchFileWriter | None = None

    def add(self, batch: pa.RecordBatch) -> None:
        """Add a block, the records of which are all behind or before those of any other."""
        if not batch.num_rows:
            return
        with self._lock, blame_machine():
            if self._writer is None:
                self._sink = pa.OSFile(str(self.path), "wb")
                self._writer = pa.ipc.new_file(self._sink, batch.schema)
            self._writer.write_batch(batch)
            self._firsts.append(batch.column(0)[0].as_py())
            self.records += batch.num_rows
            self.columns = batch.num_columns - 1

    def batches(self, numbers: Sequence[int]) -> Iterator[pa.RecordBatch]:
        """Give the records' numbers and the columns of these numbers, in file order."""
        most = count_at_once(len(numbers))
        self._close()
        if self.records:
            with blame_machine(), pa.OSFile(str(self.path)) as source:
                for block in self._blocks(source, numbers):
                    for first in range(0, block.num_rows, most):
                        yield block.slice(first, most) if block.num_rows > most else block

    def placed(self, numbers: Sequence[int], order: pa.Array) -> Iterator[pa.RecordBatch]:
        """Give likewise the records of these numbers, in their `order`.

        The file is seen as memory: of the records in it no more are held than are given at once.
        """
        most = count_at_once(len(numbers))
        self._close()
        if self.records:
            with blame_machine(), pa.memory_map(str(self.path)) as source:
                whole = pa.Table.from_batches(self._blocks(source, numbers))
                places = pa.compute.index_in(order, whole.column(RECORD).combine_chunks())
                for first in range(0, len(places), most):
                    taken = whole.take(places.slice(first, most)).combine_chunks()
                    yield from taken.to_batches()

    def lacks(self, text: str) -> bool:
        """Whether no cell is that text."""
        columns = range(1, self.columns + 1)
        return not any(
            pa.compute.any(pa.compute.equal(pa.chunked_array(batch.columns[1:]), text)).as_py()
            for batch in self.batches(columns)
        )

    def remove(self) -> None:
        """Remove the file."""
        self._close()
        self.path.unlink(missing_ok=True)
        self.records = 0
        self._firsts = []

    def _blocks(self, source: pa.NativeFile, numbers: Sequence[int]) -> Iterator[pa.RecordBatch]:
        """Read columns of every block, in file order."""
        chosen = pa.ipc.IpcReadOptions(included_fields=[0, *numbers])
        reader = pa.ipc.open_file(source, options=chosen)
        for number in sorted(range(len(self._firsts)), key=self._firsts.__getitem__):
            yield reader.get_batch(number)

    def _close(self) -> None:
        """End the file, once nothing more is added."""
        with self._lock, blame_machine():
            for each in (self._writer, self._sink):
                if each is not None:
                    each.close()
            self._writer = self._sink = None


@contextmanager
def blame_machine() -> Iterator[None]:
    """Say a full disk as the machine's failure."""
    try:
        yield
    except OSError as error:
        raise explain_failure(error, "a temporary file of the database engine") from None
