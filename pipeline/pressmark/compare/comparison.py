"""What a comparison found, as values: changes of schema, counts of records, changes of records."""

from dataclasses import dataclass
from typing import Any, Literal

from pressmark.package import Package, Table

Kind = Literal["added", "removed", "changed", "filled", "moved"]
KINDS: tuple[Kind, ...] = ("added", "removed", "changed")
"""What happens to records: this is counted and told to readers."""
FURTHER: tuple[Kind, ...] = ("filled", "moved")
"""What is told to programs besides: cells of an added field, and records in another place."""


@dataclass(frozen=True)
class Change:
    """One difference: a record added, removed or moved (`field` None), or one of its cells changed.

    `before` and `after` are canonical text, None for a missing value; of a moved record they are
    its numbers. `record` is its number in the older package, that of an added one in the newer.
    `values` are all cells of a record that was added or removed, by their fields.
    """

    table: str
    key: str
    change: Kind
    field: str | None = None
    before: str | None = None
    after: str | None = None
    record: int | None = None
    values: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True)
class SchemaChange:
    """One property that differs: `rule` is its line of the recipe, None stands for "not there".

    `table` and `field` carry the names of the newer package, or of the older one where the newer
    has no such thing; None where the change is not about one.
    """

    rule: str
    table: str | None
    field: str | None
    property: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Pair:
    """One table on both sides, None where a side lacks it; `fields` pairs old and new names."""

    old: Table | None
    new: Table | None
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def table(self) -> Table:
        """The newer side, or the only one."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 - a pair comes from one side at least
        return found

    @property
    def name(self) -> str:
        """The name under which changes are told."""
        return self.table.name

    @property
    def key(self) -> tuple[tuple[str, str], ...] | None:
        """The primary key by which records are matched, old and new names; None: there is none."""
        if self.old is None or self.new is None:
            return None
        names = dict(self.fields)
        old = self.old.schema.primary_key or ()
        renamed = tuple(names.get(name) for name in old)
        if not old or renamed != self.new.schema.primary_key:
            return None
        return tuple((name, names[name]) for name in old)

    @property
    def grown(self) -> tuple[str, ...]:
        """The fields that were added to a table that stands on both sides."""
        if self.old is None or self.new is None:
            return ()
        known = {name for _, name in self.fields}
        return tuple(each.name for each in self.new.schema.fields if each.name not in known)


@dataclass(frozen=True)
class TableChanges:
    """What happened to the records of one table.

    `changed` counts records, `cells` counts changed cells by field; the cells of an added field are
    no changes. `moved` counts records that stand in another place among the others. `referred`
    counts those removed records to which another table referred, `referring` names these tables.
    `references` names the fields that refer to another table. `note` says why records were not
    matched by a primary key.
    """

    name: str
    added: int = 0
    removed: int = 0
    changed: int = 0
    cells: tuple[tuple[str, int], ...] = ()
    referred: int = 0
    referring: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    note: str = ""
    moved: int = 0


@dataclass(frozen=True)
class Comparison:
    """All differences between two packages: counts are complete, `listed` holds the first few.

    `old` is None for a first release: it is compared with nothing, and has neither counts nor
    changes.
    """

    old: Package | None
    new: Package
    pairs: tuple[Pair, ...]
    schema: tuple[SchemaChange, ...]
    tables: tuple[TableChanges, ...]
    listed: tuple[Change, ...]
