"""The tables of both packages inside the engine, read when they are first asked for."""

from dataclasses import dataclass
from functools import cached_property

from pressmark.compare.comparison import Pair
from pressmark.engine.connection import Engine
from pressmark.engine.tables import make_cells, name_judged, store_all, store_as_lists
from pressmark.engine.wide import is_wide
from pressmark.errors import ReleaseError
from pressmark.intake import TableFile
from pressmark.package import Table
from pressmark.report.finding import Findings

MEMORY = "500MB"
"""What an engine that compares may hold, so that two million records stay below 1 GB in all."""


NO_CELLS = "[]::varchar[]"


@dataclass(frozen=True)
class CellsOfRecord:
    """Some cells of a record as SQL: each of them, and all in one list."""

    each: tuple[str, ...]
    listed: str


def gather_cells(each: tuple[str, ...]) -> CellsOfRecord:
    """Put cells of a record into one list."""
    return CellsOfRecord(each, f"[{', '.join(each)}]" if each else NO_CELLS)


@dataclass(frozen=True)
class Side:
    """One table in the engine, and the SQL by which its cells are compared.

    A wide one stands there as lists of cells: a statement on thousands of columns, or with an
    expression for each, takes the engine the square of their number.
    """

    table: Table
    position: int

    @property
    def wide(self) -> bool:
        """Whether its cells stand in the list `cells`, and else in the columns `c1, c2, …`."""
        return is_wide(self.table)

    @property
    def view(self) -> str:
        """The engine's name for the cells, with missing values as NULL."""
        return name_judged(self.position)

    def cell(self, name: str) -> str:
        """Give SQL for the cell of a field."""
        number = self.numbers[name]
        return f"cells[{number}]" if self.wide else f"c{number}"

    def cells(self, names: tuple[str, ...]) -> CellsOfRecord:
        """Give SQL for the cells of some fields."""
        each = tuple(self.cell(name) for name in names)
        if not self.wide or not names:
            return gather_cells(each)
        if names == self.names:
            return CellsOfRecord(each, "cells")
        numbers = [self.numbers[name] for name in names]
        return CellsOfRecord(each, f"list_select(cells, {numbers})")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all its fields, in order."""
        return tuple(self.numbers)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each field by its name, from 1, in order."""
        fields = enumerate(self.table.schema.fields, start=1)
        return {field.name: number for number, field in fields}


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
            findings = Findings(limit=1)
            blocks = TableFile(table, findings).blocks()
            if side.wide:
                store_as_lists(self.engine, table, side.position, blocks)
            else:
                make_cells(self.engine, table, side.position)
                store_all(self.engine, table, side.position, blocks)
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
