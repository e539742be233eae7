"""What of a release can be asked by an address: its tables and views with their columns."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pressmark import sql
from pressmark.package import Field, Package, Statement, Table
from pressmark.sandbox import find_origins
from pressmark.site.arguments.held import HeldColumn, find_held
from pressmark.site.arguments.values import explain_wrong_form, is_edtf, list_allowed_texts
from pressmark.site.content.record import map_references
from pressmark.site.content.record_key import ROWID, name_numbering_column
from pressmark.site.downloads.served_release import ServedRelease, list_questions


@dataclass(frozen=True)
class AskedTable:
    """One table or view: its columns, and the fields of those that a schema describes.

    `key` are the columns of a record's key, or the one that numbers the records of a table without
    a key; None where records have none (a view). `searched` are the
    columns with full text. `references` gives the table and the field that a column points to,
    `keyed` also those whose key of one column this is; `allowed` gives the values of those that
    may have some only. `vague` are columns of dates that may be vague (EDTF), and `held` is what
    the columns of a view hold.
    """

    name: str
    columns: tuple[str, ...]
    fields: Mapping[str, Field] = field(default_factory=dict)
    key: tuple[str, ...] | None = None
    searched: tuple[str, ...] = ()
    references: Mapping[str, tuple[Table, str]] = field(default_factory=dict)
    keyed: Mapping[str, tuple[Table, str]] = field(default_factory=dict)
    allowed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    vague: frozenset[str] = frozenset()
    held: Mapping[str, HeldColumn] = field(default_factory=dict)

    @property
    def compared(self) -> tuple[str, ...]:
        """The columns that can be compared and sorted by."""
        return (*self.columns, *(each for each in self.key or () if each not in self.columns))

    def field(self, column: str) -> Field | None:
        """Give what the schema says of a column, if it does."""
        if column not in self.columns:
            return Field(name=column, type="integer")
        return self.fields.get(column)


@dataclass(frozen=True)
class AskedRelease:
    """The tables and views of one release, and its named questions, each by its name."""

    package: Package
    tables: Mapping[str, AskedTable]
    questions: Mapping[str, Statement]


def describe_release(release: ServedRelease, indexes: Mapping[str, str]) -> AskedRelease:
    """Say what of a release can be asked; `indexes` names the full-text table of each table."""
    columns = list_columns(release.database)
    tables = {name: AskedTable(name, each) for name, each in columns.items()}
    for table in release.package.tables:
        if table.name in columns:
            tables[table.name] = describe_table(release.package, table, columns, indexes)
    origins = find_origins(release.database)
    for view, held in find_held(release.database).items():
        tables[view] = describe_view(tables[view], tables, origins.get(view, {}), held)
    questions = {query.name: query for query in list_questions(release)}
    return AskedRelease(release.package, tables, questions)


def describe_table(
    package: Package,
    table: Table,
    columns: Mapping[str, tuple[str, ...]],
    indexes: Mapping[str, str],
) -> AskedTable:
    """Say what of a table can be asked."""
    for each in table.schema.fields:
        # What reads patterns is loaded and has read them before the first visitor asks.
        explain_wrong_form(each, "")
    references = map_references(package, table)
    counted = name_numbering_column(package, table)
    key = tuple(table.schema.primary_key or (counted or ROWID,))
    own = {key[0]: (table, key[0])} if table.schema.primary_key and len(key) == 1 else {}
    return AskedTable(
        table.name,
        tuple(each for each in columns[table.name] if each != counted),
        {each.name: each for each in table.schema.fields},
        key,
        columns.get(indexes.get(table.name, ""), ()),
        references,
        own | references,
        map_allowed(table.schema.fields),
        frozenset(each.name for each in table.schema.fields if is_edtf(each)),
    )


def describe_view(
    view: AskedTable,
    tables: Mapping[str, AskedTable],
    origins: Mapping[str, tuple[str, str]],
    held: Mapping[str, HeldColumn],
) -> AskedTable:
    """Say of a view's columns what is known of the columns of tables that they are.

    Of those that the view computes it is said by what they hold.
    """
    computed = describe_computed(view.name, held)
    known = {column: (computed, column) for column in computed.fields} | {
        column: (tables[table], origin)
        for column, (table, origin) in origins.items()
        if origin in tables[table].fields
    }
    return replace(
        view,
        fields={
            column: table.fields[origin].model_copy(update={"name": column})
            for column, (table, origin) in known.items()
        },
        keyed={
            column: table.keyed[origin]
            for column, (table, origin) in known.items()
            if origin in table.keyed
        },
        allowed={
            column: table.allowed[origin]
            for column, (table, origin) in known.items()
            if origin in table.allowed
        },
        vague=frozenset(
            column for column, (table, origin) in known.items() if origin in table.vague
        ),
        held=held,
    )


def describe_computed(name: str, held: Mapping[str, HeldColumn]) -> AskedTable:
    """Say of columns what can be asked, by nothing but what they hold."""
    fields = {column: each.field for column, each in held.items() if each.field is not None}
    return AskedTable(
        name,
        tuple(held),
        fields,
        allowed=map_allowed(fields.values()),
        vague=frozenset(column for column, each in held.items() if each.is_vague),
    )


def map_allowed(fields: Iterable[Field]) -> dict[str, frozenset[str]]:
    """Give the values of those fields that may have some only."""
    return {each.name: texts for each in fields if (texts := list_allowed_texts(each)) is not None}


def list_columns(database: Path) -> dict[str, tuple[str, ...]]:
    """List the columns of each table and view of a file."""
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        names = connection.execute(
            "select name from sqlite_master where type in ('table', 'view')"
        ).fetchall()
        return {
            name: tuple(
                str(column)
                for _, column, *_ in connection.execute(f"pragma table_info({sql.quote(name)})")
            )
            for (name,) in names
        }
    finally:
        connection.close()
