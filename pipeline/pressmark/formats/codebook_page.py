"""`codebook.md`: what every table and field of a release means, for people; and how to load them.

Names, titles and descriptions are strangers' texts: each stands as it is, and none becomes markup.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pressmark.field_types.column import render_value
from pressmark.formats.codebook import Described, render_share, render_unit
from pressmark.formats.loading import Loading, read_loading
from pressmark.formats.meaning import phrase_rules, phrase_type
from pressmark.formats.programs import PROGRAMS, Program
from pressmark.metadata.values import CitedTable, Values
from pressmark.package import Field, Schema
from pressmark.package.own import SQL_NAME
from pressmark.package.part_files import name_part_files
from pressmark.words import escape_markdown, phrase_count

CODEBOOK_PAGE = "codebook.md"
PLAIN_NAME = re.compile(r"[\w.-]+", re.ASCII)
BEGIN = (
    "What each table and each column holds. `codebook.csv` says the same to programs, and "
    "`datapackage.json` says all there is. The tables stand in `data/`, in UTF-8; "
    "[how to load them](#load-the-tables) comes last."
)
HOW_TO_LOAD = (
    "These lines are run in the folder that holds this file. They guess nothing: a code such as "
    "06 stays a text, a missing value is missing, a day is a day, and whole numbers stay whole "
    "where some are missing. What has no such type, such as a time of day, a duration or a number "
    "of more than 15 digits, is loaded as the text that stands in the file."
)
BACKTICKS = re.compile("`+")


def render_page(values: Values, tables: Iterable[Described]) -> str:
    """Write the codebook of a release as Markdown."""
    tables = tuple(tables)
    loaded = [
        (each.cited, read_loading(each.cited.schema, "", each.cited.path))
        for each in tables
        if not each.cited.parts
    ]
    version = f" {escape_markdown(values.version)}" if values.version else ""
    blocks = [
        f"# Codebook: {escape_markdown(values.title)}{version}",
        BEGIN,
        *(block for table in tables for block in write_table(table)),
        "## Load the tables",
        HOW_TO_LOAD,
        *(block for program in PROGRAMS for block in write_loading(program, loaded)),
    ]
    return "\n\n".join(blocks) + "\n"


def write_table(table: Described) -> Iterator[str]:
    """Tell of one table."""
    cited = table.cited
    titled = f": {escape_markdown(cited.title)}" if cited.title != cited.name else ""
    yield f"## {show_name(cited.name)}{titled}"
    if cited.sql_name != cited.name:
        yield f"Databases call it {show_name(cited.sql_name)}, as SQL takes its name for another."
    if cited.description:
        yield escape_markdown(cited.description)
    if cited.parts:
        first, *_, last = name_part_files(cited.path, range(cited.parts))
        yield (
            f"It stands in {cited.parts} files, `{first}` to `{last}`, of which the first has the "
            "header: put together in their order they are one CSV file."
        )
    number = len(cited.schema.fields)
    keys = "".join(f" {sentence}" for sentence in phrase_keys(cited.schema, cited.name))
    missing = show_name(table.missing_value) if table.missing_value else "an empty cell"
    yield (
        f"{phrase_count(table.records, 'record')}, {phrase_count(number, 'column')}. "
        f"A missing value is written as {missing}.{keys}"
    )
    rows = [render_row(table, field, missing) for field, missing in table.fields]
    yield "\n".join(["| column | meaning | values | missing |", "|---|---|---|---|", *rows])
    for field, _ in table.fields:
        yield from list_values(field)


def phrase_keys(schema: Schema, table: str) -> Iterator[str]:
    """Say which fields name a record, are unique together, or point elsewhere."""
    if schema.primary_key:
        yield f"A record is named by {show_names(schema.primary_key)}."
    else:
        yield "No column names a record."
    for key in schema.unique_keys:
        yield f"No two records have the same {show_names(key)}."
    for foreign in schema.foreign_keys:
        there = show_name(foreign.reference.resource or table)
        yield f"{show_names(foreign.fields)} is {show_names(foreign.reference.fields)} of {there}."


def render_row(table: Described, field: Field, missing: int) -> str:
    """Tell of one field in a row of a table."""
    named = SQL_NAME.of(field)
    meaning = [escape_markdown(each) for each in (field.title, field.description) if each]
    values = [phrase_type(field), *phrase_rules(table.cited.schema, field)]
    unit = render_unit(field)
    values += [f"unit: {unit}"] if unit else []
    values += (
        [f"{phrase_count(len(field.allowed), 'allowed value')}, see below"] if field.allowed else []
    )
    cells = (
        show_name(field.name) + (f" (in SQL {show_name(named)})" if named else ""),
        ". ".join(each.removesuffix(".") for each in meaning) + ("." if meaning else ""),
        escape_markdown("; ".join(values)),
        phrase_lacking(missing, table.records),
    )
    return f"| {' | '.join(cells)} |"


def phrase_lacking(missing: int, records: int) -> str:
    """Say how many records lack a field."""
    if not missing:
        return "none"
    return f"{missing:,} of {records:,} ({float(render_share(missing, records)) * 100:.1f} %)"


def list_values(field: Field) -> Iterator[str]:
    """List the allowed values of a field, with their labels where it has some."""
    if not field.allowed:
        return
    labels = {render_value(each.value): each.label for each in field.categories or () if each.label}
    yield f"Allowed values of {show_name(field.name)}:"
    yield "\n".join(
        f"- {show_name(value)}" + (f": {escape_markdown(labels[value])}" if value in labels else "")
        for value in map(render_value, field.allowed)
    )


def write_loading(program: Program, tables: Iterable[tuple[CitedTable, Loading]]) -> Iterator[str]:
    """Give the lines that load every table with a program, between fences that nothing closes."""
    yield f"### {program.name}"
    yield program.help
    loaded = (replace(each, target=program.target(cited)) for cited, each in tables)
    parts = (program.begin, program.holds, *map(program.load, loaded))
    text = "\n".join(filter(None, parts))
    fence = "`" * max(3, 1 + max(map(len, BACKTICKS.findall(text)), default=0))
    yield f"{fence}{program.language}\n{text}{fence}"


def show_names(names: Iterable[str]) -> str:
    """Show names of fields in a row."""
    return ", ".join(map(show_name, names))


def show_name(name: str) -> str:
    """Show a name letter by letter."""
    return f"`{name}`" if PLAIN_NAME.fullmatch(name) else escape_markdown(name)
