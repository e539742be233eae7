"""`codebook.md`: what every table and field of a release means, for people; and how to load them.

Names, titles and descriptions are strangers' texts: each stands as it is, and none becomes markup.
"""

import re
from collections.abc import Iterable, Iterator

from pressmark.field_types.column import written
from pressmark.formats.codebook import Described, share, unit_of
from pressmark.formats.loading import loading
from pressmark.formats.meaning import rules_of, type_of
from pressmark.formats.programs import PROGRAMS, Program
from pressmark.metadata.values import Values
from pressmark.package import Field, Schema
from pressmark.package.own import SQL_NAME
from pressmark.words import in_markdown, plural

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


def codebook_md(values: Values, tables: Iterable[Described]) -> str:
    """Write the codebook of a release as Markdown."""
    tables = tuple(tables)
    version = f" {in_markdown(values.version)}" if values.version else ""
    blocks = [
        f"# Codebook: {in_markdown(values.title)}{version}",
        BEGIN,
        *(block for table in tables for block in blocks_of(table)),
        "## Load the tables",
        HOW_TO_LOAD,
        *(block for program in PROGRAMS for block in lines_of(program, tables)),
    ]
    return "\n\n".join(blocks) + "\n"


def blocks_of(table: Described) -> Iterator[str]:
    """Tell of one table."""
    cited = table.cited
    titled = f": {in_markdown(cited.title)}" if cited.title != cited.name else ""
    yield f"## {name_of(cited.name)}{titled}"
    if cited.sql_name != cited.name:
        yield f"Databases call it {name_of(cited.sql_name)}, as SQL takes its name for another."
    if cited.description:
        yield in_markdown(cited.description)
    number = len(cited.schema.fields)
    keys = "".join(f" {sentence}" for sentence in keys_of(cited.schema, cited.name))
    missing = name_of(table.missing_value) if table.missing_value else "an empty cell"
    yield (
        f"{plural(table.records, 'record')}, {plural(number, 'column')}. "
        f"A missing value is written as {missing}.{keys}"
    )
    rows = [row_of(table, field, missing) for field, missing in table.fields]
    yield "\n".join(["| column | meaning | values | missing |", "|---|---|---|---|", *rows])
    for field, _ in table.fields:
        yield from values_of(field)


def keys_of(schema: Schema, table: str) -> Iterator[str]:
    """Say which fields name a record, are unique together, or point elsewhere."""
    if schema.primary_key:
        yield f"A record is named by {names_of(schema.primary_key)}."
    else:
        yield "No column names a record."
    for key in schema.unique_keys:
        yield f"No two records have the same {names_of(key)}."
    for foreign in schema.foreign_keys:
        there = name_of(foreign.reference.resource or table)
        yield f"{names_of(foreign.fields)} is {names_of(foreign.reference.fields)} of {there}."


def row_of(table: Described, field: Field, missing: int) -> str:
    """Tell of one field in a row of a table."""
    named = SQL_NAME.of(field)
    meaning = [in_markdown(each) for each in (field.title, field.description) if each]
    values = [type_of(field), *rules_of(table.cited.schema, field)]
    unit = unit_of(field)
    values += [f"unit: {unit}"] if unit else []
    values += [f"{plural(len(field.allowed), 'allowed value')}, see below"] if field.allowed else []
    cells = (
        name_of(field.name) + (f" (in SQL {name_of(named)})" if named else ""),
        ". ".join(each.removesuffix(".") for each in meaning) + ("." if meaning else ""),
        in_markdown("; ".join(values)),
        lacking(missing, table.records),
    )
    return f"| {' | '.join(cells)} |"


def lacking(missing: int, records: int) -> str:
    """Say how many records lack a field."""
    if not missing:
        return "none"
    return f"{missing:,} of {records:,} ({float(share(missing, records)) * 100:.1f} %)"


def values_of(field: Field) -> Iterator[str]:
    """List the allowed values of a field, with their labels where it has some."""
    if not field.allowed:
        return
    labels = {written(each.value): each.label for each in field.categories or () if each.label}
    yield f"Allowed values of {name_of(field.name)}:"
    yield "\n".join(
        f"- {name_of(value)}" + (f": {in_markdown(labels[value])}" if value in labels else "")
        for value in map(written, field.allowed)
    )


def lines_of(program: Program, tables: Iterable[Described]) -> Iterator[str]:
    """Give the lines that load every table with a program, between fences that nothing closes."""
    yield f"### {program.name}"
    yield program.help
    loaded = (
        loading(
            each.cited.schema,
            program.target(each.cited),
            each.cited.path,
        )
        for each in tables
    )
    parts = (program.begin, program.holds, *map(program.load, loaded))
    text = "\n".join(filter(None, parts))
    fence = "`" * max(3, 1 + max(map(len, BACKTICKS.findall(text)), default=0))
    yield f"{fence}{program.language}\n{text}{fence}"


def names_of(names: Iterable[str]) -> str:
    """Show names of fields in a row."""
    return ", ".join(map(name_of, names))


def name_of(name: str) -> str:
    """Show a name letter by letter."""
    return f"`{name}`" if PLAIN_NAME.fullmatch(name) else in_markdown(name)
