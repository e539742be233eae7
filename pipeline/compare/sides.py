"""The tables of both packages inside the engine, read when they are first asked for."""

from dataclasses import dataclass

from pipeline.descriptor import Table
from pipeline.engine import Engine
from pipeline.errors import ReleaseError
from pipeline.finding import Findings
from pipeline.intake import TableFile
from pipeline.tables import judged, make_cells, store

MEMORY = "500MB"
"""What an engine that compares may hold, so that two million records stay below 1 GB in all."""


@dataclass(frozen=True)
class Side:
    """One table in the engine, and the columns by which it is compared, in the pair's order."""

    table: Table
    view: str

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
        if id(table) not in self.read:
            position = len(self.read)
            make_cells(self.engine, table, position)
            findings = Findings(limit=1)
            for block in TableFile(table, findings).blocks():
                store(self.engine, position, block)
            if findings.errors:
                raise ReleaseError(table.place, f"is damaged: {findings.kept[0].message}")
            self.read[id(table)] = Side(table, judged(position))
        return self.read[id(table)]
