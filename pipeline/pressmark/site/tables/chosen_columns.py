"""The columns that a page shows of a wide table: those that tell most of a record."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pressmark.package import Schema
from pressmark.site.address import with_arguments
from pressmark.site.arguments.operators import is_comparison, split_comparison
from pressmark.site.content.history import find_table
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.tables.filter import is_date

MOST = 5
MOST_POINTING = 2
LINK = "Link"
"""The column in which Datasette links a record that has a key of several fields."""
CHOOSING = ("_col", "_nocol")
ORDERING = ("_sort", "_sort_desc")
NUMBERS = ("integer", "number")


@dataclass(frozen=True)
class ChosenColumns:
    """The columns that a page shows, and the address that shows the others too, if there are any.

    `label` is the one whose values lead to the records, where they have pages. Of `count` there
    are, `numbers` are those whose values stand at the right.
    """

    names: frozenset[str]
    count: int
    label: str | None = None
    numbers: frozenset[str] = frozenset()
    all_address: str | None = None


def choose_columns(
    release: ServedRelease, name: str, columns: Sequence[str], path: str, query: str
) -> ChosenColumns:
    """Choose at most five of a table's columns, unless its address chooses itself.

    `path` and `query` are the address. What names a record comes first, then by what a reader sorts
    or filters, what points to others, codes, dates and the rest.
    """
    pairs = parse_qsl(query, keep_blank_values=True)
    table = find_table(release, name)
    schema = table.schema if table else None
    label = find_link_column(schema, columns) if schema else None
    numbers = name_numbers(schema) if schema else frozenset()
    count, most = len(columns) - bool(label), MOST + bool(label)
    if len(columns) <= most or any(key in CHOOSING for key, _ in pairs):
        return ChosenColumns(frozenset(columns), count, label, numbers)
    asked = {split_comparison(key)[0] for key, _ in pairs if is_comparison(key)}
    asked |= {value for key, value in pairs if key in ORDERING}
    groups: list[Collection[object]] = [
        {columns[0], label},
        asked,
        *(group_fields(schema) if schema else ()),
    ]
    best = sorted(columns, key=lambda each: [each not in group for group in groups])[:most]
    kept = [(key, value) for key, value in pairs if key != "_next"]
    every = [("_col", each) for each in columns if each != LINK]
    address = with_arguments(path, [*kept, *every])
    return ChosenColumns(frozenset(best), count, label, numbers, address)


def find_link_column(schema: Schema, columns: Sequence[str]) -> str | None:
    """Give the column whose values lead to records, where these have pages."""
    label = schema.label_field
    is_there = schema.primary_key and label in columns
    return label if is_there and label not in name_references(schema) else None


def group_fields(schema: Schema) -> tuple[Collection[object], ...]:
    """Give the fields that tell much: the first that point to other records, codes, dates."""
    first = [each.name for each in schema.fields if each.name in name_references(schema)][
        :MOST_POINTING
    ]
    coded = {each.name for each in schema.fields if each.allowed or each.type == "boolean"}
    return first, coded, {each.name for each in schema.fields if is_date(each)}


def name_references(schema: Schema) -> frozenset[str]:
    """Name the fields that point to other records by themselves."""
    return frozenset(each.fields[0] for each in schema.foreign_keys if len(each.fields) == 1)


def name_numbers(schema: Schema) -> frozenset[str]:
    """Name the fields that count or measure, and neither name a record nor point to one."""
    names = {name for key in schema.foreign_keys for name in key.fields}
    names |= set(schema.primary_key or ())
    return frozenset(
        each.name
        for each in schema.fields
        if each.type in NUMBERS and not each.allowed and each.name not in names
    )
