"""Named questions of a release, with the types of their parameters and what can be chosen."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pressmark import sql
from pressmark.errors import ReleaseError
from pressmark.package import Statement, Table
from pressmark.package.parameter import ParameterType, find_codes_named, list_choosable, list_types
from pressmark.package.withdrawn import read_withdrawn_keys
from pressmark.site.content.answer_rows import as_read
from pressmark.site.content.named import Named
from pressmark.site.downloads.served_release import ServedRelease, list_questions
from pressmark.site.request import QUESTIONS, Lane
from pressmark.site.tables.lane import use_lane
from pressmark.words import cut

SANDBOX = Lane(QUESTIONS)
LONGEST_LABEL = 120
"""Characters of what a choice is called."""


@dataclass(frozen=True)
class TypedQuestion:
    """A named question of a release, and the type of each of its parameters in their order.

    `withdrawn` are the tables and keys of records that are no longer there, `kept` what may be
    chosen or is suggested of a parameter, which does not change.
    """

    release: ServedRelease
    query: Statement
    types: Mapping[str, ParameterType]
    withdrawn: frozenset[tuple[str, str]] = frozenset()
    kept: dict[str, tuple[Named, ...]] = field(default_factory=dict)

    def example(self, parameter: str) -> str:
        """Give the example of a parameter; empty where there is none."""
        return self.query.example.get(parameter, "")


def list_typed_questions(release: ServedRelease) -> dict[str, TypedQuestion]:
    """Give the questions of a release by name.

    ProjectError where a heading names a type that there is not, ReleaseError for a broken database.
    """
    withdrawn = frozenset((each.table, each.key) for each in read_withdrawn_keys(release.package))
    uri = f"{release.database.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(uri, uri=True)
        try:

            def holds(table: Table, text: str) -> bool:
                return is_held(connection, table, text)

            return {
                each.name: TypedQuestion(
                    release, each, list_types(each, release.package, holds), withdrawn
                )
                for each in list_questions(release)
            }
        finally:
            connection.close()
    except sqlite3.Error as error:
        place = str(release.database)
        raise ReleaseError(place, f"is no database: {error}", "build the release again") from None


def is_held(connection: sqlite3.Connection, table: Table, text: str) -> bool:
    """Whether a table has a record with that key; the parts of one of several are joined."""
    fields = table.schema.primary_key or ()
    parts = [text] if len(fields) == 1 else text.split(",")
    if not fields or len(parts) != len(fields):
        return False
    where = " and ".join(f"{sql.quote(each)} = ?" for each in fields)
    statement = f"select {sql.quote_all(fields)} from {sql.quote(table.name)} where {where} limit 1"
    row = connection.execute(statement, parts).fetchone()
    return row is not None and [str(each) for each in row] == parts


async def list_choices(database: Any, question: TypedQuestion, name: str) -> tuple[Named, ...]:
    """List what a parameter may be whose type is a choice, a code or a table.

    What another question answers, or a view holds, is asked once: of its columns the first is the
    value, the second, where there is one, what people call it.
    """
    kind, package = question.types[name], question.release.package
    if kind.kind == "table":
        return tuple(Named(each.name, find_title(each)) for each in package.tables)
    if kind.kind == "code":
        return tuple(Named(*each) for each in find_codes_named(package, name).items())
    if name not in question.kept:
        select = list_choosable(package)[kind.of[0]].select
        with use_lane(SANDBOX):
            result = await database.execute(select)
        question.kept[name] = read_choices(result.rows)
    return question.kept[name]


def read_choices(rows: Iterable[Sequence[Any]]) -> tuple[Named, ...]:
    """Give each value of an answer once, with what people call it, on one line that shows all.

    What is empty cannot be chosen: it would be no answer.
    """
    found: dict[str, Named] = {}
    for row in rows:
        value, label = (as_read(each) for each in (*row[:2], *row[:1])[:2])
        if value is not None and value != "":
            label = value if label is None or label == "" else label
            found.setdefault(str(value), Named(str(value), cut(str(label), LONGEST_LABEL)))
    return tuple(found.values())


def list_tables(question: TypedQuestion, name: str, values: Mapping[str, str]) -> tuple[Table, ...]:
    """List the tables of which a parameter may be a key, the likeliest first.

    None where that depends on another parameter which names no table.
    """
    kind, package = question.types[name], question.release.package
    names = [values.get(kind.of[0], "")] if kind.kind == "key beside" else list(kind.of)
    first = [each for wanted in names for each in package.tables if each.name == wanted]
    others = package.tables if kind.kind == "any key" else ()
    return (*first, *(each for each in others if each not in first and each.schema.primary_key))


def find_title(table: Table) -> str:
    """Give what people call a table."""
    return table.resource.title or table.name
