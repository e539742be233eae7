"""DuckDB in memory, opened once and lent to one engine of the tests after the other.

To open and close it takes 25 ms, half of most tests that judge a package. What is lent is as an
engine opens it, settings and lock: the engine gets a database of its own in it, which goes with all
that it made when the engine ends, and so do the functions that it taught. An engine of a file gets
that file in it, under the name that DuckDB would give it, where it lies among those of the tests.
"""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import duckdb
import pytest

from pressmark.engine import connection
from pressmark.engine.connection import Engine
from pressmark.engine.settings import LOCKED

LENT = "lent"
"""The database of an engine in memory to which it is lent."""
PLAIN = re.compile(r"(?!(?:lent|main|memory|system|temp)$)[a-z][a-z0-9_-]*")
"""Names of files that are the names of their databases, too."""
OPEN, OPEN_CURSOR, CLOSE = Engine.opened, Engine.open_cursor, Engine.__exit__
"""What engines do by themselves."""


class KeptEngines:
    """What was opened in memory: idle by its settings, or lent to an engine."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.idle: dict[tuple[object, ...], list[Engine]] = defaultdict(list)
        self.lenders: dict[int, Engine] = {}

    def lend(self, engine: Engine) -> duckdb.DuckDBPyConnection:
        """Lend what is idle, or is opened now; open a file elsewhere, or of odd name, as ever."""
        if engine.path and not is_plain(engine.path):
            return OPEN(engine)
        idle = self.idle[list_settings(engine)]
        lender = idle.pop() if idle else open_like(engine)
        try:
            lender.connection.execute(f"attach {express_place(engine)}")
        except duckdb.Error:
            idle.append(lender)
            raise
        self.lenders[id(engine)] = lender
        return use(lender.connection.cursor(), engine)

    def open_cursor(self, engine: Engine) -> duckdb.DuckDBPyConnection:
        """Open another way in, to what is lent where it is."""
        found = OPEN_CURSOR(engine)
        return use(found, engine) if id(engine) in self.lenders else found

    def take_back(
        self,
        engine: Engine,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Drop what the engine made, and keep what was lent; close what cannot be made empty."""
        lender = self.lenders.pop(id(engine), None)
        if lender is None:
            CLOSE(engine, kind, error, trace)
            return
        try:
            for name in engine.taught:
                engine.connection.remove_function(name)
            CLOSE(engine, kind, error, trace)
            lender.run(f'detach "{name_database(engine)}"')
        except Exception:
            CLOSE(lender, None, None, None)
            raise
        self.idle[list_settings(engine)].append(lender)

    def close(self) -> None:
        """Close what is idle."""
        for lender in (each for same in self.idle.values() for each in same):
            CLOSE(lender, None, None, None)
        self.idle.clear()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Lend to the engines that are used within a block."""
        # A class binds functions to its objects, and no methods that are bound already.
        methods = {
            "opened": lambda engine: self.lend(engine),  # noqa: PLW0108
            "open_cursor": lambda engine: self.open_cursor(engine),  # noqa: PLW0108
            "__exit__": lambda engine, *error: self.take_back(engine, *error),  # noqa: PLW0108
        }
        with pytest.MonkeyPatch.context() as patched:
            for name, method in methods.items():
                patched.setattr(Engine, name, method)
            yield


def is_plain(path: Path) -> bool:
    """Whether a file has a plain name and lies where tests write."""
    among = path.resolve().is_relative_to(Path(tempfile.gettempdir()).resolve())
    return among and PLAIN.fullmatch(path.stem) is not None


def list_settings(engine: Engine) -> tuple[object, ...]:
    """List what is set where an engine is opened; what is lent for files may attach them."""
    return (*engine.config.items(), engine.path is not None)


def open_like(engine: Engine) -> Engine:
    """Open one in memory with the settings of an engine."""
    lender = Engine()
    lender.config = engine.config
    with pytest.MonkeyPatch.context() as patched:
        if engine.path:
            files = f"allowed_directories=['{tempfile.gettempdir()}']"
            patched.setattr(connection, "LOCKED", (files, *LOCKED))
        vars(lender)["connection"] = OPEN(lender)
    return lender


def name_database(engine: Engine) -> str:
    """Name the database of an engine to which it is lent."""
    return engine.path.stem if engine.path else LENT


def express_place(engine: Engine) -> str:
    """Give the rest of the statement by which an engine's database is attached."""
    place = str(engine.path or ":memory:").replace("'", "''")
    reading = " (read_only)" if engine.read_only else ""
    return f"""'{place}' as "{name_database(engine)}"{reading}"""


def use(found: duckdb.DuckDBPyConnection, engine: Engine) -> duckdb.DuckDBPyConnection:
    """Let statements find the database that is lent."""
    found.execute(f'use "{name_database(engine)}"')
    return found
