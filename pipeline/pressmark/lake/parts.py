"""The snapshots of a lake → its tables, columns, files and comments, each from when to when."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from pressmark.lake.data_file import DataFile
from pressmark.lake.snapshots import LakeTable, Snapshot
from pressmark.lake.spans import Span, list_spans

Key = TypeVar("Key", int, tuple[int, int])
Value = TypeVar("Value")
ColumnKey = tuple[int, int]
"""The numbers of a table and of a column of it."""


@dataclass(frozen=True)
class PlacedColumn:
    """A column in its place among those of its table, from 1."""

    place: int
    name: str
    type: str


@dataclass(frozen=True)
class HeldFile:
    """The file of a table, and which column of the lake each of its own is, by the number."""

    file: DataFile
    numbers: tuple[int, ...]

    @property
    def mapping(self) -> tuple[tuple[str, int], ...]:
        """The names of its columns, each with the number that the column has in the lake."""
        names = (field.name for field in self.file.fields)
        return tuple(zip(names, self.numbers, strict=True))


@dataclass(frozen=True)
class LakeParts:
    """The parts of a lake called `name`; below the address `base` its files stand, if it is known.

    `first` is the first number of what has none yet: of the mappings of files to columns.
    """

    name: str
    snapshots: Sequence[Snapshot]
    base: str | None
    first: int

    @cached_property
    def tables(self) -> list[Span[int, str]]:
        """The names of tables, by their numbers."""
        return self.list_parts(lambda table: [(table.number, table.name)])

    @cached_property
    def columns(self) -> list[Span[ColumnKey, PlacedColumn]]:
        """The columns of tables, by both numbers."""
        return self.list_parts(list_columns)

    @cached_property
    def files(self) -> list[Span[int, HeldFile]]:
        """The file of each table, by the table's number."""
        return self.list_parts(lambda table: [(table.number, hold_file(table))])

    @cached_property
    def mappings(self) -> dict[tuple[int, tuple[tuple[str, int], ...]], int]:
        """The numbers of mappings, by the table's number and what is mapped; one for many files."""
        keys = dict.fromkeys((each.key, each.value.mapping) for each in self.files)
        return {key: number for number, key in enumerate(keys, start=self.first)}

    @cached_property
    def table_comments(self) -> list[Span[int, str]]:
        """What is said of tables, by their numbers."""
        return self.list_parts(
            lambda table: [(table.number, table.comment)] if table.comment else []
        )

    @cached_property
    def column_comments(self) -> list[Span[ColumnKey, str]]:
        """What is said of columns, by both numbers."""
        return self.list_parts(
            lambda table: [
                ((table.number, each.number), each.comment)
                for each in table.columns
                if each.comment
            ]
        )

    def list_parts(
        self, part: Callable[[LakeTable], Iterable[tuple[Key, Value]]]
    ) -> list[Span[Key, Value]]:
        """List from when to when each part holds that a table has at a snapshot, by its key."""
        states = [
            (each.number, dict(found for table in each.tables for found in part(table)))
            for each in self.snapshots
        ]
        return list(list_spans(states))


def list_columns(table: LakeTable) -> Iterator[tuple[ColumnKey, PlacedColumn]]:
    """List the columns of a table in their places."""
    for place, each in enumerate(table.columns, start=1):
        yield (table.number, each.number), PlacedColumn(place, each.name, each.held.type)


def hold_file(table: LakeTable) -> HeldFile:
    """Give the file of a table with the numbers of its columns."""
    return HeldFile(table.file, tuple(each.number for each in table.columns))
