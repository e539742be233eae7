"""The records that point to a record, and those to which it points by several fields together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from datasette.database import QueryInterrupted

from pressmark import sql
from pressmark.package import ForeignKey, Package, Table
from pressmark.site.address import link_page, link_record, with_arguments
from pressmark.site.content.record import (
    Record,
    express_label,
    find_label_column,
    find_record,
    phrase_value,
)

SHOWN = 10
"""So many records that point here are shown of each table."""


@dataclass(frozen=True)
class Link:
    """A record that points here: what names it, its key and its page."""

    label: str
    key: str
    address: str


@dataclass(frozen=True)
class Links:
    """The records of one table that point here by one field; `count` is None where unknown."""

    title: str
    field: str
    count: int | None
    first: tuple[Link, ...]
    all_address: str


@dataclass(frozen=True)
class Pointing:
    """How the records of a table point to those of another: by `fields`, at values of `referred`.

    `count` and `first` are SELECTs that are asked with these values as v0, v1 and on; the `first`
    give what names each record, and its key. A table without a primary key has none of them.
    """

    table: Table
    fields: tuple[str, ...]
    referred: tuple[str, ...]
    count: str
    first: str

    @property
    def title(self) -> str:
        """What readers call the table."""
        return self.table.resource.title or self.table.name

    @property
    def by(self) -> str:
        """What readers call the fields."""
        return ", ".join(self.table.schema.field(name).label for name in self.fields)


def list_pointing(package: Package, to: Table) -> Iterator[Pointing]:
    """List how the records of a package's tables point to those of one."""
    for table in package.tables:
        for key in table.schema.foreign_keys:
            if (key.reference.resource or table.name) == to.name:
                yield write_pointing(package, table, key)


def write_pointing(package: Package, table: Table, key: ForeignKey) -> Pointing:
    """Write the SELECTs that give which records of a table point somewhere by a foreign key."""
    primary = table.schema.primary_key or ()
    where = " and ".join(f"t.{sql.quote(name)} = :v{n}" for n, name in enumerate(key.fields))
    columns = ", ".join(f"t.{sql.quote(name)}" for name in primary) or "null"
    source = f"from {sql.quote(table.name)} t where {where}"
    return Pointing(
        table,
        tuple(key.fields),
        tuple(key.reference.fields),
        f"select count(*) {source}",
        f"select {express_label(package, table)}, {columns} {source}"
        f" order by {columns} limit {SHOWN if primary else 0}",
    )


async def find_links_to(database: Any, record: Record) -> tuple[Links, ...]:
    """Find the records that point here, table by table."""
    found = []
    for each in list_pointing(record.release.package, record.table):
        values = [record.values.get(name) for name in each.referred]
        if None not in values:
            given = {f"v{position}": value for position, value in enumerate(values)}
            found.append(await find_links_by(database, record, each, given))
    return tuple(each for each in found if each.count != 0)


async def find_links_by(
    database: Any, record: Record, by: Pointing, given: Mapping[str, Any]
) -> Links:
    """Find the records of one table that point here by some fields.

    Those of a table without a primary key have no pages: they are counted, and found in the table.
    """
    named = zip(by.fields, given.values(), strict=True)
    address = with_arguments(
        link_page(record.release.database_name, by.table.name),
        {f"{name}__exact": str(value) for name, value in named},
    )
    try:
        counted = await database.execute(by.count, given)
        rows = await database.execute(by.first, given)
    except QueryInterrupted:
        return Links(by.title, by.by, None, (), address)
    schema, version = by.table.schema, record.release.version
    first = tuple(
        Link(
            phrase_value(schema, find_label_column(by.table), label),
            ",".join(str(part) for part in key),
            link_record(version, by.table.name, key),
        )
        for label, *key in rows.rows
    )
    return Links(by.title, by.by, counted.rows[0][0], first, address)


async def find_links_from(database: Any, record: Record) -> tuple[Link, ...]:
    """Find the records to which this one points by several fields together.

    A field that points somewhere by itself is a link where its value stands. `label` names the
    record, `key` the fields that point to it.
    """
    package, found = record.release.package, []
    for key in record.table.schema.foreign_keys:
        target = package.table(key.reference.resource or record.table.name)
        pointing = dict(zip(key.reference.fields, key.fields, strict=True))
        primary = target.schema.primary_key or ()
        if len(pointing) == 1 or set(primary) != set(pointing):
            continue
        values = [record.values.get(pointing[name]) for name in primary]
        there = (
            None
            if None in values
            else await find_record(
                database, record.release, target, [str(value) for value in values]
            )
        )
        if there is not None:
            by = ", ".join(record.table.schema.field(name).label for name in key.fields)
            title = target.resource.title or target.name
            found.append(Link(f"{title}: {there.label}", by, there.address))
    return tuple(found)
