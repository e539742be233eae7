"""DuckDB in memory, opened once and lent to one engine of the tests after the other.

To open and close it takes 25 ms, half of most tests that judge a package. What is lent is as an
engine opens it, settings and lock: the engine gets a database of its own in it, which goes with all
that it made when the engine ends, and so do the functions that it taught.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import duckdb
import pytest

from pressmark.engine.connection import Engine

LENT = "lent"
"""The database of the engine to which it is lent."""
OPEN, OPEN_CURSOR, CLOSE = Engine.opened, Engine.open_cursor, Engine.__exit__
"""What engines do by themselves."""


class KeptEngines:
    """What was opened in memory: idle by its settings, or lent to an engine."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.idle: dict[tuple[object, ...], list[Engine]] = defaultdict(list)
        self.lenders: dict[int, Engine] = {}

    def lend(self, engine: Engine) -> duckdb.DuckDBPyConnection:
        """Open a file as ever; in memory lend what is idle, or is opened now."""
        if engine.path:
            return OPEN(engine)
        idle = self.idle[tuple(engine.config.items())]
        lender = idle.pop() if idle else open_like(engine)
        self.lenders[id(engine)] = lender
        lender.run(f"attach ':memory:' as {LENT}")
        return use(lender.connection.cursor())

    def open_cursor(self, engine: Engine) -> duckdb.DuckDBPyConnection:
        """Open another way in, to what is lent where it is."""
        found = OPEN_CURSOR(engine)
        return use(found) if id(engine) in self.lenders else found

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
            lender.run(f"detach {LENT}")
        except Exception:
            CLOSE(lender, None, None, None)
            raise
        self.idle[tuple(engine.config.items())].append(lender)

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


def open_like(engine: Engine) -> Engine:
    """Open one in memory with the settings of an engine."""
    lender = Engine()
    lender.config = engine.config
    vars(lender)["connection"] = OPEN(lender)
    return lender


def use(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Let statements find the database that is lent."""
    connection.execute(f"use {LENT}")
    return connection
