"""The tables of both packages inside the engine, read when they are first asked for."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

from pipeline.descriptor import Table
from pipeline.engine import Cursor, Engine
from pipeline.errors import ReleaseError
from pipeline.finding import Findings
from pipeline.intake import TableFile
from pipeline.tables import arrow_of, judged, make_cells, raw

MEMORY = "500MB"
"""What an engine that compares may hold, so that two million records stay below 1 GB in all."""


@dataclass(frozen=True)
class Side:
    """One table in the engine, and the columns by which it is compared, in the pair's order."""

    table: Table
    position: int

    @property
    def view(self) -> str:
        """The engine's name for the cells, with missing values as NULL."""
        return judged(self.position)

    def cell(self, name: str) -> str:
        """Give the column of a field."""
        return f"c{self.table.schema.position(name) + 1}"


class Sides:
    """The tables of two packages, read into an engine when they are first asked for."""

    def __init__(self, engine: Engine) -> None:
        """Read into that engine."""
        self.engine = engine
        self.read: dict[int, Side] = {}

    def side(self, table: Table) -> Side:
        """Give a table's cells; ReleaseError where its file is damaged."""
        self.read_at_once(table)
        return self.read[id(table)]

    def read_at_once(self, *tables: Table) -> None:
        """Read those of some tables that are not yet read, each by a thread of its own."""
        fresh = [table for table in tables if id(table) not in self.read]
        for table in fresh:
            position = len(self.read)
            make_cells(self.engine, table, position)
            self.read[id(table)] = Side(table, position)
        with ExitStack() as opened, ThreadPoolExecutor() as pool:
            cursors = [opened.enter_context(self.engine.cursor()) for _ in fresh]
            sides = [self.read[id(table)] for table in fresh]
            for _ in pool.map(read_into, cursors, sides):
                pass


def read_into(cursor: Cursor, side: Side) -> None:
    """Read a table's file into the engine; ReleaseError where it is damaged."""
    findings = Findings(limit=1)
    for block in TableFile(side.table, findings).blocks():
        cursor.insert(raw(side.position), arrow_of(block))
    if findings.errors:
        raise ReleaseError(side.table.place, f"is damaged: {findings.kept[0].message}")
