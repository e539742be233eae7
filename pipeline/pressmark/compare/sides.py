"""The tables of both packages inside the engine, read when they are first asked for."""

from dataclasses import dataclass

from pressmark.compare.comparison import Pair
from pressmark.engine.connection import Engine
from pressmark.engine.tables import make_cells, name_judged, store_all
from pressmark.errors import ReleaseError
from pressmark.intake import TableFile
from pressmark.package import Table
from pressmark.report.finding import Findings

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
        return name_judged(self.position)

    def cell(self, name: str) -> str:
        """Give the column of a field."""
        return f"c{self.table.schema.position(name) + 1}"


class Sides:
    """The tables of two packages, read into an engine when they are first asked for."""

    def __init__(self, engine: Engine, pairs: tuple[Pair, ...] = ()) -> None:
        """Read into that engine, the tables of these pairs at places of their own."""
        self.engine = engine
        self.places = number_tables(pairs)
        self.read: dict[int, Side] = {}

    def side(self, table: Table) -> Side:
        """Give a table's cells; ReleaseError where its file is damaged.

        One table is read after the other: two at once took DuckDB three times the work.
        """
        if id(table) not in self.read:
            free = max(self.places.values(), default=-1) + 1 + len(self.read)
            side = Side(table, self.places.get(id(table), free))
            make_cells(self.engine, table, side.position)
            findings = Findings(limit=1)
            store_all(self.engine, table, side.position, TableFile(table, findings).blocks())
            if findings.errors:
                raise ReleaseError(table.place, f"is damaged: {findings.kept[0].message}")
            self.read[id(table)] = side
        return self.read[id(table)]


def number_tables(pairs: tuple[Pair, ...]) -> dict[int, int]:
    """Give the place in the engine of each table of some pairs, by the table's identity."""
    tables = (table for pair in pairs for table in (pair.old, pair.new) if table)
    return {id(table): number for number, table in enumerate(tables)}


def find_sides(pair: Pair, pairs: tuple[Pair, ...]) -> tuple[Side | None, Side | None]:
    """Give both sides of a pair as they were read into the engine."""
    known = number_tables(pairs)
    return (
        Side(pair.old, known[id(pair.old)]) if pair.old else None,
        Side(pair.new, known[id(pair.new)]) if pair.new else None,
    )
