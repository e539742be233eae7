"""The plain filters of a table's page, and those that are on, in words.

Everything is chosen from the schema: a field with few allowed values and one that points to a
small table become lists to choose from, a date becomes from and to, the field that names a record
becomes a search for a part of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from datasette.database import QueryInterrupted

from pressmark import sql
from pressmark.package import Field, Table
from pressmark.site.address import with_arguments
from pressmark.site.arguments.operators import (
    BY_NAME,
    SEARCH,
    is_comparison,
    name_argument,
    split_comparison,
)
from pressmark.site.arguments.values import EXAMPLES, is_edtf
from pressmark.site.content.history import find_table
from pressmark.site.content.record import express_label, map_references, phrase_value
from pressmark.site.downloads.served_release import ServedRelease

MOST_CODES = 40
MOST_RECORDS = 100
"""Longer lists are no help: a code list or a table with more is left to the full filters."""
MOST_LISTS = 2
"""So many lists of codes, and so many of records."""
DATES = ("date", "datetime", "year", "yearmonth")


@dataclass(frozen=True)
class Control:
    """One part of the filter form: its parameter, label, current value, and what can be chosen.

    Without options it is a box for text, with `hint` as an example of what to write.
    """

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Chip:
    """A filter that is on, in words, and the address of the page without it."""

    words: str
    without: str


@dataclass(frozen=True)
class Filters:
    """The plain filters of a table, those that are on, and the arguments that the form keeps."""

    controls: tuple[Control, ...]
    chips: tuple[Chip, ...]
    kept: tuple[tuple[str, str], ...]


async def choose_filters(
    datasette: Any, release: ServedRelease, name: str, path: str, query: str
) -> Filters:
    """Choose the filters of a table's page at an address; a view has chips only."""
    pairs = tuple(parse_qsl(query, keep_blank_values=True))
    table = find_table(release, name)
    database = datasette.databases[release.database_name]
    controls = tuple(await choose_controls(database, release, table, dict(pairs))) if table else ()
    words = {each.name: dict(each.options) for each in controls}
    words |= await name_asked_records(database, release, table, pairs, words) if table else {}
    names = {each.name for each in controls}
    plain = {f"{name.partition('__')[0]}__exact" for name in names if "__" not in name}
    away = names | plain | {"_search", "_next", "_sort_desc"}
    return Filters(
        controls,
        tuple(list_chips(table, words, path, pairs)),
        tuple((key, value) for key, value in pairs if key not in away),
    )


async def choose_controls(
    database: Any, release: ServedRelease, table: Table, given: Mapping[str, str]
) -> list[Control]:
    """Choose up to four lists, a span of dates and a part of the name."""
    references = map_references(release.package, table)
    fields = {field.name: field for field in table.schema.fields}
    codes = [
        (field, list_codes(table, field))
        for field in fields.values()
        if field.name not in references
    ]
    lists = [(field, options) for field, options in codes if options][:MOST_LISTS]
    # What points to the larger of the small tables tells records apart best.
    for name in choose_small_tables(release, references):
        options = await list_records(database, release, *references[name])
        lists.append((fields[name], options))
    found = [
        Control(
            name_argument(field.name),
            field.label,
            given.get(name_argument(field.name), given.get(f"{field.name}__exact", "")),
            options,
        )
        for field, options in lists
    ]
    dated = next((each for each in table.schema.fields if is_date(each)), None)
    if dated:
        hint = EXAMPLES["date"] if is_edtf(dated) else EXAMPLES[dated.type]
        for lookup, word in (("gte", "from"), ("lte", "to")):
            parameter = f"{dated.name}__{lookup}"
            label = f"{dated.label}, {word}"
            found.append(Control(parameter, label, given.get(parameter, ""), hint=hint))
    label_name = table.schema.label_field
    if label_name and label_name not in references and not is_code(table, label_name):
        parameter = f"{label_name}__contains"
        label = f"{table.schema.field(label_name).label} contains"
        found.append(Control(parameter, label, given.get(parameter, "")))
    options = tuple((field.name, field.label) for field in table.schema.fields)
    return [*found, Control("_sort", "Sort by", given.get("_sort", ""), options)]


def choose_small_tables(
    release: ServedRelease, references: Mapping[str, tuple[Table, str]]
) -> list[str]:
    """Choose the fields that point to tables small enough to choose from, at most two."""
    sizes = {name: release.records.get(target.name, 0) for name, (target, _) in references.items()}
    small = [name for name, size in sizes.items() if 1 < size <= MOST_RECORDS]
    return sorted(small, key=lambda name: -sizes[name])[:MOST_LISTS]


def is_date(field: Field) -> bool:
    """Tell whether a field holds dates, vague ones (EDTF) too."""
    return field.type in DATES or is_edtf(field)


def is_code(table: Table, name: str) -> bool:
    """Tell whether a field of that name is none of the table, or allows listed values only."""
    return next((bool(e.allowed) for e in table.schema.fields if e.name == name), True)


def list_codes(table: Table, field: Field) -> tuple[tuple[str, str], ...]:
    """List what a field of few allowed values may hold, each with its label."""
    if field.type == "boolean":
        return (("1", "yes"), ("0", "no"))
    allowed = field.allowed or ()
    if field.constraints.unique or not 1 < len(allowed) <= MOST_CODES:
        return ()
    return tuple((str(each), phrase_value(table.schema, field.name, each)) for each in allowed)


async def list_records(
    database: Any, release: ServedRelease, target: Table, referred: str
) -> tuple[tuple[str, str], ...]:
    """List the records of a small table, each by what names it."""
    label = express_label(release.package, target)
    try:
        result = await database.execute(
            f"select t.{sql.quote(referred)}, {label} from {sql.quote(target.name)} t order by 2, 1"
        )
    except QueryInterrupted:
        return ()
    return tuple((str(key), str(name or key)) for key, name in result.rows)


async def name_asked_records(
    database: Any,
    release: ServedRelease,
    table: Table,
    pairs: Sequence[tuple[str, str]],
    known: Mapping[str, Mapping[str, str]],
) -> dict[str, dict[str, str]]:
    """Name the records by which a table is filtered and which no list holds."""
    found: dict[str, dict[str, str]] = {}
    references = map_references(release.package, table)
    for key, value in pairs:
        column = key.removesuffix("__exact")
        if column in references and column not in known:
            target, referred = references[column]
            label, source = express_label(release.package, target), sql.quote(target.name)
            result = await database.execute(
                f"select {label} from {source} t where t.{sql.quote(referred)} = :value limit 1",
                {"value": value},
            )
            if result.rows and result.rows[0][0] is not None:
                found[column] = {value: str(result.rows[0][0])}
    return found


def list_chips(
    table: Table | None,
    named: Mapping[str, Mapping[str, str]],
    path: str,
    pairs: Sequence[tuple[str, str]],
) -> list[Chip]:
    """Say each filter that is on, with the address of the page without it."""
    titles = {field.name: field.label for field in table.schema.fields} if table else {}
    chips = []
    for position, (key, value) in enumerate(pairs):
        if is_comparison(key):
            said = phrase_comparison(table, titles, named, key, value)
        elif key == "_search":
            said = f"Holds the words {value}"
        elif key.startswith(SEARCH):
            column = key.removeprefix(SEARCH)
            said = f"{titles.get(column, column)} holds the words {value}"
        elif key == "_where":
            said = f"In SQL: {value}"
        else:
            continue
        others = [
            pair for place, pair in enumerate(pairs) if place != position and pair[0] != "_next"
        ]
        chips.append(Chip(said, with_arguments(path, others)))
    return chips


def phrase_comparison(
    table: Table | None,
    titles: Mapping[str, str],
    named: Mapping[str, Mapping[str, str]],
    key: str,
    value: str,
) -> str:
    """Say a comparison in words; it is one that was understood before the page was asked for."""
    column, lookup = split_comparison(key)
    operator = BY_NAME[lookup]
    said = f"{titles.get(column, column)} {operator.words}"
    words = named.get(column, {}).get(value) or (
        phrase_value(table.schema, column, value) if table else value
    )
    return said if operator.takes == "nothing" else f"{said} {words}"
