"""One record of a release as its page shows it, from the descriptor alone.

The descriptor says which fields make the key, which names a record to readers, what the codes of
a field are called and which other records a record points to. What a project knows beyond that
stands in sections.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark import sql
from pressmark.package import Field, Package, Schema, Table
from pressmark.site.address import link_page, link_record, with_arguments
from pressmark.site.content.record_key import as_stored, as_written
from pressmark.site.downloads.link import check_link
from pressmark.site.downloads.served_release import ServedRelease

EXACT = 2**53
"""Whole numbers below it are exact in SQLite's type for numbers."""


@dataclass(frozen=True)
class Record:
    """A record: its key part by part, the text that names it, its values, and what they name.

    `names` holds, for each field that points to another record, the text that names that one.
    """

    release: ServedRelease
    table: Table
    key: tuple[str, ...]
    label: str
    values: Mapping[str, Any]
    names: Mapping[str, str]

    @property
    def address(self) -> str:
        """The address of the record's page."""
        return link_record(self.release.version, self.table.name, self.key)

    @property
    def written_key(self) -> str:
        """The key as `changes.csv` writes it: several parts joined by commas."""
        return ",".join(self.key)


@dataclass(frozen=True)
class Fact:
    """One value of a record: `words` for readers, the address it leads to, what its code means."""

    field: Field
    words: str
    address: str | None
    definition: str | None


async def find_record(
    database: Any, release: ServedRelease, table: Table, key: Sequence[str]
) -> Record | None:
    """Give the record with that primary key, if there is one."""
    fields = table.schema.primary_key or ()
    known = [field.name for field in table.schema.fields]
    references = list(map_references(release.package, table))
    result = await database.execute(
        write_record_select(release.package, table, fields),
        {
            f"k{position}": as_stored(table.schema.field(name), part)
            for position, (name, part) in enumerate(zip(fields, key, strict=True))
        },
    )
    if not result.rows:
        return None
    row = list(result.rows[0])
    values = dict(zip(known, row, strict=False))
    found = tuple(as_written(table.schema.field(name), values[name]) for name in fields)
    names = dict(zip(references, row[len(known) : -1], strict=True))
    label = phrase_value(table.schema, table.schema.label_field, row[-1]) or ", ".join(found)
    return Record(
        release, table, found, label, values, {k: str(v) for k, v in names.items() if v is not None}
    )


def write_record_select(package: Package, table: Table, key: Sequence[str]) -> str:
    """Write the SQL that gives a record by the columns of its key, whose values are k0, k1 and on.

    It gives the value of each field, what names the record to which each reference leads, and what
    names the record itself.
    """
    columns = [f"t.{sql.quote(field.name)}" for field in table.schema.fields]
    columns += [
        express_reference_name(package, table, each) for each in map_references(package, table)
    ]
    columns.append(express_label(package, table))
    where = " and ".join(f"t.{sql.quote(name)} = :k{n}" for n, name in enumerate(key))
    return f"select {', '.join(columns)} from {sql.quote(table.name)} t where {where}"


def map_references(package: Package, table: Table) -> dict[str, tuple[Table, str]]:
    """Name the table and the field that each field points to by a foreign key of its own."""
    found: dict[str, tuple[Table, str]] = {}
    for key in table.schema.foreign_keys:
        if len(key.fields) == 1:
            target = package.table(key.reference.resource or table.name)
            found.setdefault(key.fields[0], (target, key.reference.fields[0]))
    return found


def link_referred(release: ServedRelease, target: Table, field: str, value: object) -> str:
    """Give the page of the record to which a field points, or its table, filtered by the field."""
    if target.schema.primary_key == (field,):
        return link_record(release.version, target.name, [value])
    table = link_page(release.database_name, target.name)
    return with_arguments(table, {f"{field}__exact": str(value)})


def express_reference_name(package: Package, table: Table, field: str, alias: str = "t") -> str:
    """Write the SQL that gives what names the record to which a field points."""
    target, referred = map_references(package, table)[field]
    label = find_label_column(target) or referred
    return (
        f"(select o.{sql.quote(label)} from {sql.quote(target.name)} o"
        f" where o.{sql.quote(referred)} = {alias}.{sql.quote(field)} limit 1)"
    )


def find_label_column(table: Table) -> str | None:
    """Name the field that names a record to readers, where the schema says it and has it."""
    label = table.schema.label_field
    return label if label in {field.name for field in table.schema.fields} else None


def express_label(package: Package, table: Table, alias: str = "t") -> str:
    """Write the SQL that gives what names a record: its label, or that of the record it is of.

    Where the schema names none, the parts of the key are joined.
    """
    references = map_references(package, table)
    label = find_label_column(table)
    fields = [label] if label else list(table.schema.primary_key or ())
    known = express_reference_name
    parts = [
        f"coalesce({known(package, table, name, alias)}, {alias}.{sql.quote(name)})"
        if name in references
        else f"{alias}.{sql.quote(name)}"
        for name in fields
    ]
    return " || ' · ' || ".join(parts) if parts else "null"


def phrase_value(schema: Schema, field: str | None, value: object) -> str:
    """Write a value for readers: the label of its code, yes or no, or as the CSV has it."""
    if value is None or value == "":
        return ""
    if isinstance(value, float) and value.is_integer():
        return render_whole(value)
    try:
        described = schema.field(field or "")
    except KeyError:
        return str(value)
    return map_labels(described).get(str(value)) or str(value)


def render_whole(number: float) -> str:
    """Write a whole number without the point that SQLite gives it, as the CSV has it."""
    return f"{number:.0f}" if abs(number) < EXACT else str(number)


def map_labels(field: Field) -> dict[str, str]:
    """Give what the values of a field are called: the labels of its codes, yes and no."""
    if field.type == "boolean":
        return {"0": "no", "1": "yes"}
    return {str(each.value): each.label for each in field.categories or () if each.label}


def list_facts(
    record: Record, definitions: Mapping[tuple[str, str], str]
) -> tuple[tuple[Fact, ...], tuple[Field, ...]]:
    """Give what is recorded, and the fields of which nothing is; in the schema's order."""
    facts, empty = [], []
    references = map_references(record.release.package, record.table)
    for field in record.table.schema.fields:
        value = record.values[field.name]
        if value is None or value == "":
            empty.append(field)
            continue
        words = phrase_value(record.table.schema, field.name, value)
        address = check_link(str(value))
        if field.name in references:
            target, referred = references[field.name]
            address = link_referred(record.release, target, referred, value)
            words = record.names.get(field.name, words)
        facts.append(Fact(field, words, address, definitions.get((field.name, str(value)))))
    return tuple(facts), tuple(empty)


def link_row(release: ServedRelease, row: Mapping[str, Any]) -> str | None:
    """Give the page of the record that a row of a section names, if it names one."""
    name, key = row.get("record_table"), row.get("record_key")
    table = next((each for each in release.package.tables if each.name == name), None)
    if table is None or key is None or not table.schema.primary_key:
        return None
    several = len(table.schema.primary_key) > 1
    return link_record(release.version, table.name, str(key).split(",") if several else [key])
