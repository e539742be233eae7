"""Text blocks → tables in DuckDB, and the only room that opens it.

A connection is locked before anything of a package enters it: no host files, no network, no
Python variables, no changed settings (docs/explanation/architecture.md, decision 4). Tables of the
engine stand in the schema `inside` under positions: `inside.r1` holds the first table's text cells
as `record, line, c1, c2, …`, because DuckDB takes `A` for `a`.
"""

import itertools
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from pressmark.engine.failures import (
    TEMPORARY,
    explain_refusal,
    list_errors,
    list_machine_failures,
)
from pressmark.engine.settings import LOCKED, choose_settings
from pressmark.engine.taught import teach_function
from pressmark.interruption import add_unfinished, forget_unfinished

if TYPE_CHECKING:
    import duckdb

SECONDS_FOR_A_STATEMENT = 60.0
MEMORY = "700MB"
"""What DuckDB may hold before it spills: a million records take 942 MB to sort, of 1 GB 1,094."""
ARRIVING = "arriving"
"""The name under which a cursor sees the batch that it is given."""


class StatementError(Exception):
    """SQL that came with a package cannot run; the text says why, in the engine's words."""


class Cursor:
    """One thread's way into a locked DuckDB: stores text blocks, answers SQL."""

    def __init__(self, opened: Callable[[], "duckdb.DuckDBPyConnection"]) -> None:
        """Speak through what `opened` gives, which is asked for once, and close it in the end."""
        self._opened = opened

    @cached_property
    def connection(self) -> "duckdb.DuckDBPyConnection":
        """The connection: opening one takes 15 ms, so that nobody opens what nobody asks."""
        return self._opened()

    def __enter__(self) -> Self:
        """Use the cursor for the length of a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection, if there is one."""
        if "connection" in vars(self):
            self.connection.close()

    def run(self, statement: str, values: dict[str, Any] | None = None) -> None:
        """Run a statement whose answer nobody needs."""
        with self.errors_said():
            self.connection.execute(statement, values)

    def rows(self, statement: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Answer a query of the project's own code as rows."""
        with self.errors_said():
            return self.connection.execute(statement, values).fetchall()

    def batches(self, statement: str) -> Iterator[pa.RecordBatch]:
        """Answer a query as Arrow batches, never more than one in memory."""
        with self.errors_said():
            yield from self.connection.sql(statement).to_arrow_reader(100_000)

    def table(self, statement: str) -> pa.Table:
        """Answer a query as one Arrow table, which knows its columns where it has no rows."""
        with self.errors_said():
            return self.connection.sql(statement).to_arrow_table()

    @contextmanager
    def arriving(self, batch: pa.RecordBatch | pa.Table) -> Iterator[None]:
        """Show this cursor a batch as the table `arriving`, for the length of a block."""
        arrow = batch if isinstance(batch, pa.Table) else pa.Table.from_batches([batch])
        with self.errors_said():
            self.connection.register(ARRIVING, arrow)
        try:
            yield
        finally:
            self.connection.unregister(ARRIVING)

    def insert(self, table: str, batch: pa.RecordBatch | pa.Table) -> None:
        """Append a batch to a table whose columns it names."""
        with self.arriving(batch):
            self.run(f"insert into {table} by name select * from {ARRIVING}")

    def insert_stream(self, table: str, batches: Iterator[pa.RecordBatch]) -> None:
        """Append batches to a table whose columns they name, each dropped as soon as it is read.

        What making the batches raises is raised here as it is.
        """
        raised: list[Exception] = []

        def until_one_fails() -> Iterator[pa.RecordBatch]:
            try:
                yield from batches
            except Exception as error:  # noqa: BLE001 - the database would hide what it was
                raised.append(error)

        first = next(batches, None)
        if first is None:
            return
        stream = itertools.chain([first], until_one_fails())
        reader = pa.RecordBatchReader.from_batches(first.schema, stream)
        self.connection.register(ARRIVING, reader)
        try:
            self.run(f"insert into {table} by name select * from {ARRIVING}")
        finally:
            self.connection.unregister(ARRIVING)
        if raised:
            raise raised[0]

    def answer(
        self, statement: str, values: dict[str, Any] | None = None
    ) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Answer SQL that came with a package: column names and rows.

        StatementError where it cannot run or takes longer than `SECONDS_FOR_A_STATEMENT`.
        """
        import duckdb

        timer = threading.Timer(SECONDS_FOR_A_STATEMENT, self.connection.interrupt)
        timer.start()
        try:
            result = self.connection.execute(statement, values)
            return tuple(column[0] for column in result.description), result.fetchall()
        except list_machine_failures() as error:
            raise explain_refusal(error) from None
        except duckdb.InterruptException:
            message = f"took longer than {SECONDS_FOR_A_STATEMENT:.0f} seconds"
            raise StatementError(message) from None
        except duckdb.Error as error:
            raise StatementError(str(error).splitlines()[0]) from None
        finally:
            timer.cancel()

    def understands(self, expression: str) -> bool:
        """Whether DuckDB can evaluate an expression, such as a pattern it may not know."""
        try:
            self.connection.execute(f"select {expression}").fetchall()
        except list_errors():
            return False
        return True

    @contextmanager
    def errors_said(self) -> Iterator[None]:
        """Say running out of memory or disk as the machine's failure."""
        try:
            yield
        except list_machine_failures() as error:
            raise explain_refusal(error) from None


class Engine(Cursor):
    """A locked DuckDB, its first cursor, and the folder to which it spills."""

    def __init__(  # noqa: PLR0913 - all have a default
        self,
        path: Path | None = None,
        *,
        threads: int = 2,
        read_only: bool = False,
        memory: str = MEMORY,
        block_size: int | None = None,
        compressed: bool = True,
    ) -> None:
        """Open an engine in memory, or one whose tables are those of the DuckDB file at `path`.

        A file that is not there yet is made in the storage that DuckDB 1 opens, with blocks of
        `block_size` bytes, or as many as DuckDB chooses, `compressed` or not. One in memory is
        opened when it is first asked.
        """
        super().__init__(self.opened)
        self.path, self.read_only = path, read_only
        self.config: dict[str, str | int | float | list[str]] = {
            "threads": threads,
            "memory_limit": memory,
            **(
                choose_settings(block_size, compressed=compressed) if path and not read_only else {}
            ),
        }
        self.taught: dict[str, Callable[[duckdb.DuckDBPyConnection], None]] = {}
        self._lock = threading.RLock()
        if path:
            _ = self.connection

    @cached_property
    def connection(self) -> "duckdb.DuckDBPyConnection":
        """The database, opened once, whichever thread asks first, and taught what it is to know."""
        with self._lock:
            if "connection" not in vars(self):
                opened = self.opened()
                for teach in self.taught.values():
                    teach(opened)
                vars(self)["connection"] = opened
            found: duckdb.DuckDBPyConnection = vars(self)["connection"]
            return found

    @cached_property
    def folder(self) -> tempfile.TemporaryDirectory[str]:
        """The folder to which the engine spills."""
        with self._lock:
            if "folder" not in vars(self):
                vars(self)["folder"] = tempfile.TemporaryDirectory(prefix=TEMPORARY)
            found: tempfile.TemporaryDirectory[str] = vars(self)["folder"]
            add_unfinished(Path(found.name))
            return found

    @property
    def place(self) -> Path:
        """The path of that folder, for what is held beside the engine."""
        return Path(self.folder.name)

    def opened(self) -> "duckdb.DuckDBPyConnection":
        """Open the database and lock it."""
        import duckdb

        try:
            connection = duckdb.connect(
                str(self.path or ":memory:"),
                read_only=self.read_only,
                config={**self.config, "temp_directory": self.folder.name},
            )
        except duckdb.Error:
            self.folder.cleanup()
            raise
        for setting in LOCKED:
            connection.execute(f"set {setting}")
        return connection

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection and remove what spilled to disk."""
        super().__exit__(kind, error, trace)
        if "folder" in vars(self):
            self.folder.cleanup()
            forget_unfinished(self.place)

    def teach(self, name: str, answer: Callable[..., str | None], parameters: int) -> None:
        """Let SQL call a function of texts, which is asked once for each distinct text.

        What it has been taught once is not taught again.
        """
        if name in self.taught:
            return
        self.taught[name] = partial(teach_function, name=name, answer=answer, parameters=parameters)
        if "connection" in vars(self):
            self.taught[name](self.connection)

    def cursor(self) -> Cursor:
        """Give another way in, for another thread: DuckDB works without Python's lock."""
        return Cursor(self.open_cursor)

    def open_cursor(self) -> "duckdb.DuckDBPyConnection":
        """Open another connection to the database."""
        return self.connection.cursor()
