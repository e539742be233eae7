"""What is drafted of a table before anybody described it: its form, its fields, and the doubts.

Every choice has a reason with its counts. What could have been chosen otherwise is a doubt, and
the most doubtful stands first.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pressmark.infer.candidates import Candidate


@dataclass(frozen=True)
class Nearly:
    """What a column of texts would be but for a few of its values: how many, and of how many."""

    candidate: Candidate
    wrong: int
    values: int


@dataclass(frozen=True)
class Doubt:
    """Something that was decided and might be wrong: where, what, and how much depends on it.

    `weight` orders doubts: 3 where values may be misread or left out, 2 where a person knows
    better than any file, 1 where the draft could say more.
    """

    words: str
    weight: int = 2
    field: str | None = None
    stops: bool = False
    """Whether it is about records that are not read, so that no project is made of them."""
    judged: bool = False
    """Whether judging the file says it too, of each name and record."""
    nearly: Nearly | None = None
    record: int | None = None
    """The record that it is about, from 1."""


@dataclass(frozen=True)
class DraftLayout:
    """How a file holds a table, as its first rows show it.

    `dialect` are the properties of Table Dialect that differ from the defaults, `columns` the
    names of the columns, each once and none empty; `header` are the cells of the header as they
    stand, or nothing where there is none.
    """

    columns: tuple[str, ...]
    header: tuple[str, ...] = ()
    dialect: dict[str, Any] = field(default_factory=dict)
    encoding: str = "utf-8"
    doubts: tuple[Doubt, ...] = ()
    by_name: bool = False
    """Whether its columns are found by the header, as those of a JSON list of lists."""
    floating: frozenset[str] = frozenset()
    """The columns that the file itself says hold numbers with fractions."""


@dataclass(frozen=True)
class DraftField:
    """A field as it would be written in a schema, why, and what is doubtful about it."""

    properties: dict[str, Any]
    reason: str
    missing: int = 0
    distinct: int | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.properties["name"])

    @property
    def type(self) -> str:
        """Its type."""
        return str(self.properties["type"])


@dataclass(frozen=True)
class DraftTable:
    """A table as it would be described: its file, its layout, its fields and keys."""

    name: str
    path: Path
    layout: DraftLayout
    fields: tuple[DraftField, ...]
    records: int
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[dict[str, Any], ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def schema(self) -> dict[str, Any]:
        """The Table Schema, in the order in which people write one."""
        keys: dict[str, Any] = {}
        if self.primary_key:
            keys["primaryKey"] = list(self.primary_key)
        if self.foreign_keys:
            keys["foreignKeys"] = list(self.foreign_keys)
        return {"fields": [each.properties for each in self.fields], **keys}

    @property
    def described(self) -> dict[str, Any]:
        """The table's resource as a descriptor of its own file would have it."""
        encoding = {} if self.layout.encoding == "utf-8" else {"encoding": self.layout.encoding}
        dialect = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in self.layout.dialect.items()
        }
        described = {"name": self.name, "type": "table", "path": self.path.name, **encoding}
        return {**described, **({"dialect": dialect} if dialect else {}), "schema": self.schema}

    @property
    def every_doubt(self) -> tuple[Doubt, ...]:
        """All doubts of the table, the most doubtful first."""
        of_fields = (doubt for each in self.fields for doubt in each.doubts)
        found = (*self.layout.doubts, *self.doubts, *of_fields)
        return tuple(sorted(found, key=lambda doubt: -doubt.weight))
