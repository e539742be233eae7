"""Two released packages → what changed, record by record and cell by cell.

Records are matched by primary key. A table without one is compared as a multiset of whole records,
whose key is then all their cells. Both sides are canonical, so texts are compared.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.descriptor import Package, Table
from pipeline.engine import Engine
from pipeline.errors import ReleaseError
from pipeline.finding import Findings
from pipeline.intake import TableFile
from pipeline.tables import every, make_cells, raw, store


@dataclass(frozen=True)
class Change:
    """One difference: a record added or removed (`field` None), or one of its cells changed."""

    table: str
    key: str
    change: Literal["added", "removed", "changed"]
    field: str | None = None
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class Comparison:
    """All differences between two packages, tables and fields by name, changes in order."""

    tables_added: tuple[str, ...]
    tables_removed: tuple[str, ...]
    schemas_changed: tuple[str, ...]
    changes: tuple[Change, ...]

    def count(self, table: str, change: str) -> int:
        """Count the records of a table that were added, removed or changed."""
        found = [c.key for c in self.changes if c.table == table and c.change == change]
        return len(set(found) if change == "changed" else found)


def compare(old: Package | None, new: Package) -> Comparison:
    """Compare two released packages; with no old one every record is new."""
    before = {table.name: table for table in old.tables} if old else {}
    after = {table.name: table for table in new.tables}
    both = [name for name in after if name in before]
    changes: list[Change] = []
    with Engine() as engine:
        for position, name in enumerate(dict.fromkeys([*before, *after])):
            sides = (before.get(name), after.get(name))
            for side, table in enumerate(sides):
                if table:
                    load(table, 2 * position + side, engine)
            changes.extend(differences(name, sides, 2 * position, engine))
    return Comparison(
        tuple(name for name in after if name not in before),
        tuple(name for name in before if name not in after),
        tuple(name for name in both if shape(before[name]) != shape(after[name])),
        tuple(changes),
    )


def shape(table: Table) -> str:
    """Give everything of a schema that a change of version asks about, comparably."""
    return json.dumps(table.schema.written(), sort_keys=True)


def load(table: Table, position: int, engine: Engine) -> None:
    """Read a canonical table into the engine as it is."""
    make_cells(engine, table, position)
    findings = Findings(limit=1)
    file = TableFile(table, findings)
    for block in file.blocks():
        store(engine, position, every(table), block)
    if findings.errors:
        raise ReleaseError(str(table.paths[0]), f"is damaged: {findings.kept[0].message}")


def differences(
    name: str, sides: tuple[Table | None, Table | None], position: int, engine: Engine
) -> Iterator[Change]:
    """List the differences of one table, by key."""
    old, new = sides
    if old is None or new is None:
        table = old or new
        assert table is not None  # noqa: S101 - a name comes from one side at least
        change: Literal["added", "removed"] = "removed" if old else "added"
        where = raw(position if old else position + 1)
        for (key,) in engine.rows(f"select {key_text(table)} as key from {where} order by key"):
            yield Change(name, key, change)
        return
    shared = [f.name for f in new.schema.fields if f.name in {g.name for g in old.schema.fields}]
    cells = ", ".join(
        f"o.c{old.schema.position(f) + 1}, n.c{new.schema.position(f) + 1}" for f in shared
    )
    statement = f"""
        select coalesce(o.key, n.key), o.key is null, n.key is null, {cells}
        from (select *, {key_text(old)} as key, {turn(old)} as turn from {raw(position)}) o
        full join (select *, {key_text(new)} as key, {turn(new)} as turn from {raw(position + 1)}) n
        on o.key = n.key and o.turn = n.turn
        where o.key is null or n.key is null or ({different(old, new, shared)})
        order by 1"""
    for row in engine.rows(statement):
        yield from changes_of(name, row, shared)


def changes_of(name: str, row: tuple[Any, ...], shared: list[str]) -> Iterator[Change]:
    """Read one row of `differences`."""
    key, added, removed, *cells = row
    if added or removed:
        yield Change(name, key, "added" if added else "removed")
        return
    for field, before, after in zip(shared, cells[::2], cells[1::2], strict=True):
        if before != after:
            yield Change(name, key, "changed", field, before, after)


def key_text(table: Table) -> str:
    """Give SQL for a record's key: its primary key, or all its cells, joined by commas.

    Of several parts those that hold a comma or a quote stand in quotes, so that no two keys read
    alike.
    """
    schema = table.schema
    names = schema.primary_key or tuple(field.name for field in schema.fields)
    cells = [f"c{schema.position(name) + 1}" for name in names]
    if len(cells) == 1:
        return cells[0]
    parts = ", ".join(
        f"""case when regexp_matches({cell}, '[",]')
            then '"' || replace({cell}, '"', '""') || '"' else {cell} end"""
        for cell in cells
    )
    return f"concat_ws(',', {parts})"


def turn(table: Table) -> str:
    """Give SQL that numbers equal records, so that a multiset is matched one by one."""
    if table.schema.primary_key:
        return "1"
    return f"row_number() over (partition by {key_text(table)} order by record)"


def different(old: Table, new: Table, shared: list[str]) -> str:
    """Give SQL that is true where a shared field differs."""
    return " or ".join(
        f"o.c{old.schema.position(f) + 1} is distinct from n.c{new.schema.position(f) + 1}"
        for f in shared
    ) or "false"  # fmt: skip
