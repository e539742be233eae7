"""Which key rules a package asks for, each with the fields that it compares."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pressmark.engine.tables import select_cells
from pressmark.field_types import Column
from pressmark.package import Package, Schema, Table
from pressmark.report.rule import Rule
from pressmark.report.rules import KEY_FOREIGN, KEY_PARENT_NOT_UNIQUE, KEY_PRIMARY, KEY_UNIQUE
from pressmark.rules.keys import KeyCheck, Keyed, is_unique, leads_to_one, leads_to_parent
from pressmark.validate.key_proofs import number_fields


class KeySide(NamedTuple):
    """A table, by its position in the package, and some of its fields in order."""

    position: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class AskedKey:
    """A key rule of a table at a position of its package, and whose fields it compares.

    It compares those of `sides`: one table's own, those of a child and of its parent, or the
    parent's.
    """

    rule: Rule
    position: int
    sides: tuple[KeySide, ...]

    def check(self, package: Package, seen: tuple[Keyed, ...]) -> KeyCheck:
        """Apply the rule to its sides as they are seen."""
        table = package.tables[self.position]
        if self.rule == KEY_FOREIGN:
            return leads_to_parent(*seen)
        if self.rule == KEY_PARENT_NOT_UNIQUE:
            return leads_to_one(table.name, *seen)
        return is_unique(self.rule, *seen, lined=not table.paths[1:])

    def is_seen(self, unseen: tuple[frozenset[str], ...]) -> bool:
        """Whether all cells were read of the fields that it refers to.

        `unseen` names, table by table, the fields of which not all were. What refers to them is not
        checked: one finding about the parent says it all.
        """
        parent = self.sides[-1]
        refers = self.rule in (KEY_FOREIGN, KEY_PARENT_NOT_UNIQUE)
        return not refers or unseen[parent.position].isdisjoint(parent.fields)


def list_asked_keys(package: Package, position: int) -> Iterator[AskedKey]:
    """List the key rules of a table: its own keys, then what it refers to."""
    table = package.tables[position]
    positions = {each.name: number for number, each in enumerate(package.tables)}
    primary, *others = list_unique_keys(table.schema)
    if primary:
        yield AskedKey(KEY_PRIMARY, position, (KeySide(position, primary),))
    for names in others:
        yield AskedKey(KEY_UNIQUE, position, (KeySide(position, names),))
    asked = set()
    for key in table.schema.foreign_keys:
        there = positions[key.reference.resource or table.name]
        parent = KeySide(there, key.reference.fields)
        yield AskedKey(KEY_FOREIGN, position, (KeySide(position, key.fields), parent))
        what = (there, frozenset(parent.fields))
        said_to_be_unique = map(frozenset, list_unique_keys(package.tables[there].schema))
        if what not in asked and what[1] not in said_to_be_unique:
            asked.add(what)
            yield AskedKey(KEY_PARENT_NOT_UNIQUE, position, (parent,))


def list_key_columns(package: Package) -> tuple[tuple[int, ...], ...]:
    """Number, table by table, the columns that key rules read, from 1."""
    names: list[set[str]] = [set() for _ in package.tables]
    for position in range(len(package.tables)):
        for asked in list_asked_keys(package, position):
            for side in asked.sides:
                names[side.position].update(side.fields)
    return tuple(
        number_fields(table, sorted(read))
        for table, read in zip(package.tables, names, strict=True)
    )


def see_by_fields(
    table: Table, names: tuple[str, ...], cells: str, *, counted: bool = False
) -> Keyed:
    """See a table, whose cells the engine has under that name, by some of its fields.

    Where rows are `counted`, their column `times` says how many records each stands for.
    """
    numbers = number_fields(table, names)
    key = table.schema.primary_key or ()
    fields = [table.schema.fields[number - 1] for number in numbers]
    chosen = tuple(
        Column(field, f"c{number}", field.name in key)
        for number, field in zip(numbers, fields, strict=True)
    )
    selected = f"({select_cells(table, numbers, cells, ('times',) if counted else ())})"
    return Keyed(table.name, selected, chosen, "times" if counted else "1")


def list_unique_keys(schema: Schema) -> tuple[tuple[str, ...], ...]:
    """List what no two records may share, once each: the primary key, or (), comes first."""
    single = tuple((field.name,) for field in schema.fields if field.constraints.unique)
    keys = (schema.primary_key or (), *schema.unique_keys, *single)
    once: dict[frozenset[str], tuple[str, ...]] = {}
    for names in keys:
        once.setdefault(frozenset(names), names)
    return tuple(once.values())
