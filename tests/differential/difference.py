"""What one judge reports of a package and the other does not."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from .case import Case, GeneratedTable
from .judges import REFUSED, Place

HEADER = "header"


class Difference(NamedTuple):
    """A place that one judge reports and the other does not, and all that ours reports."""

    case: Case
    side: str
    place: Place
    ours: frozenset[Place]

    @property
    def table(self) -> GeneratedTable:
        """The table that it stands in."""
        return self.case.table(self.place.table)

    @property
    def fields(self) -> list[str]:
        """The fields that it names: several of a key."""
        named = (self.place.field or "").split(", ")
        return [name for name in named if name in self.table.names]

    @property
    def is_key(self) -> bool:
        """Whether records are compared with each other."""
        return self.place.rule.startswith("key.")

    def values_all_missing(self) -> bool:
        """Whether its record has no value in any field that the table's file has."""
        names = [name for name in self.table.names if name in self.table.header]
        return all(self.table.is_missing(self.place.record or 0, name) for name in names)

    def foreign_keys(self) -> Iterator[tuple[GeneratedTable, dict[str, Any]]]:
        """Give the foreign keys that have a side here: the child's table and the key."""
        for child in self.case.tables:
            for key in child.schema.get("foreignKeys", []):
                parent = key["reference"].get("resource", child.name)
                if self.place.table in (child.name, parent):
                    yield child, key

    def sides_of_the_key(self) -> Iterator[tuple[GeneratedTable, list[str]]]:
        """Give the tables that a key compares, each with the fields of the key."""
        yield self.table, self.fields
        if self.place.rule != "key.foreign":
            return
        for child, key in self.foreign_keys():
            if child is self.table and key["fields"] == self.fields:
                parent = key["reference"].get("resource", child.name)
                yield self.case.table(parent), key["reference"]["fields"]

    def declared_unique(self) -> bool:
        """Whether the schema says that its fields are unique, together or alone."""
        schema = self.table.schema
        alone = [
            [field["name"]]
            for field in schema["fields"]
            if field.get("constraints", {}).get("unique")
        ]
        keys = [schema.get("primaryKey", []), *schema.get("uniqueKeys", []), *alone]
        return any(set(key) == set(self.fields) for key in keys if key)

    def cells_concerned(self) -> Iterator[tuple[str, str]]:
        """Give the cells that it is about, with their types: of a key the whole columns."""
        if self.is_key:
            for table, names in self.sides_of_the_key():
                for name in names:
                    for _, cell in table.column(name):
                        yield table.field(name)["type"], cell
        elif self.place.record is not None:
            for name in self.fields:
                held = self.table.cell(self.place.record, name)
                if held is not None:
                    yield self.table.field(name)["type"], held

    def cells_and_allowed(self) -> Iterator[tuple[str, str]]:
        """Give those cells, and the values that their fields' constraints name."""
        yield from self.cells_concerned()
        for name in self.fields if not self.is_key else ():
            field = self.table.field(name)
            for value in field.get("constraints", {}).values():
                for each in value if isinstance(value, list) else [value]:
                    yield field["type"], str(each)


def compare(case: Case, ours: set[Place], theirs: set[Place]) -> list[Difference]:
    """List what only one of the judges reports, headers brought to what both can say.

    A table that they refuse, because a column to be matched by name is named twice, is compared no
    further: that we report a header is all there is.
    """
    wrong = {place.table for place in ours if place.rule.startswith(HEADER)}
    refused = {place.table for place in theirs if place.rule == REFUSED}
    sound = {name for name in refused if not wrong & {name, *case.table(name).parents}}
    mine = {place for place in comparable(case, ours) if place.table not in refused}
    other = {place for place in comparable(case, theirs) if place.table not in refused}
    other |= {Place(REFUSED, name, None, None) for name in sound}
    every = frozenset(ours)
    sides = (("ours", mine - other), ("theirs", other - mine))
    return [
        Difference(case, side, place, every)
        for side, only in sides
        for place in sorted(only, key=str)
    ]


def comparable(case: Case, places: set[Place]) -> set[Place]:
    """Bring headers that match by position to one place a table: wrong or not.

    They compare names by position, we compare by name: which columns are wrong has two answers.
    """
    return {
        Place(HEADER, each.table, None, None)
        if each.rule.startswith(HEADER)
        and case.table(each.table).schema.get("fieldsMatch", "exact") == "exact"
        else each
        for each in places
    }
