"""How much a package may ask for: what has more of it is refused before anything is judged."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from pressmark.errors import ProjectError
from pressmark.field_types import render_value
from pressmark.intake import Limits, explain_how_to_raise
from pressmark.package import Package, Schema, Table
from pressmark.package.order import name_order_column
from pressmark.package.sqlite_width import MOST_COLUMNS, is_too_wide
from pressmark.report.finding import Findings
from pressmark.report.rules import SCHEMA_WIDE

BYTES_OF_A_VALUE = 16
"""What a listed value weighs beside its text."""


def refuse_large_package(package: Package, limits: Limits) -> None:
    """Stop where a package has more tables, fields, files, keys or listed values than are read."""
    tables = len(package.tables) + len(package.attachments)
    if tables > limits.tables:
        wrong = f"the package has {tables:,} resources; at most {limits.tables:,} are read"
        raise ProjectError(package.place, wrong, f"split it. {explain_how_to_raise('tables')}")
    for each in package.attachments:
        if len(each.paths) > limits.files:
            wrong = (
                f"{each.name!r} has {len(each.paths):,} files; at most {limits.files:,} are read"
            )
            raise ProjectError(package.place, wrong, f"split it. {explain_how_to_raise('files')}")
    for table in package.tables:
        for attribute, count, what in measure_table(table, limits):
            most: int = getattr(limits, attribute)
            if count > most:
                place = f"{package.place}, table {table.name!r}"
                wrong = f"it has {count:,} {what}; at most {most:,} are read"
                raise ProjectError(
                    place, wrong, f"split the table. {explain_how_to_raise(attribute)}"
                )


def tell_of_width(package: Package, findings: Findings) -> None:
    """Warn of each table that is wider than SQLite, and so the site, can hold."""
    for table in package.tables:
        if is_too_wide(package, table):
            fields = len(table.schema.fields)
            place = " and the places of its records" if name_order_column(package, table) else ""
            findings.add(
                SCHEMA_WIDE.finding(
                    f"The table has {fields:,} fields{place}, and SQLite holds {MOST_COLUMNS:,} "
                    "columns: its database and the site show the first fields, and those of keys.",
                    table=table.name,
                    path=table.place,
                    hint="Its CSV, Parquet and DuckDB files hold all fields; else split it.",
                )
            )


def measure_table(table: Table, limits: Limits) -> Iterator[tuple[str, int, str]]:
    """Measure a table: the limit that each measure has, the measure, and of what."""
    schema = table.schema
    yield "columns", len(schema.fields), "fields"
    yield "files", len(table.paths), "files"
    unique = sum(field.constraints.unique for field in schema.fields)
    longest = max(len(name.encode()) for name in (table.name, *(f.name for f in schema.fields)))
    yield "name_bytes", longest, "bytes in a name"
    keys = len(schema.unique_keys) + len(schema.foreign_keys) + unique
    yield "keys", keys, "unique and foreign keys"
    yield "value_bytes", weigh_values(schema, limits.value_bytes), "bytes of listed values"


def weigh_values(schema: Schema, most: int) -> int:
    """Weigh the allowed, missing, true and false values of all fields, until they are too many."""
    common = weigh(each.value for each in schema.missing_values)
    size = 0
    for field in schema.fields:
        own = field.missing_values
        size += common if own is None else weigh(each.value for each in own)
        size += weigh(field.allowed or ())
        size += weigh_words(field.true_values) + weigh_words(field.false_values)
        if size > most:
            break
    return size


@lru_cache(maxsize=8)
def weigh_words(words: tuple[str, ...]) -> int:
    """Weigh the words for true or false, which most fields have alike."""
    return weigh(words)


def weigh(values: Iterable[object]) -> int:
    """Weigh values."""
    return sum(len(render_value(each)) + BYTES_OF_A_VALUE for each in values)
