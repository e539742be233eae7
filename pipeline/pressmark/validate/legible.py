"""The texts of a descriptor looked at as cells are: names, paths, allowed values, descriptions."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pressmark.package import Attachment, Field, Package, Table
from pressmark.package.copies import is_address
from pressmark.package.names import explain_no_name
from pressmark.package.own import ALLOW
from pressmark.report.finding import Findings
from pressmark.report.phrases import LONGEST_QUOTE, LONGEST_VALUE
from pressmark.report.rule import Rule
from pressmark.report.rules import (
    FILE_NAME,
    SCHEMA_HIDDEN,
    SCHEMA_HIDDEN_TEXT,
    SCHEMA_LOOK_ALIKE,
)
from pressmark.rules.legible import (
    draw_outline,
    explain_refused_by_windows,
    find_hidden_in_name,
    find_hidden_in_text,
    find_look_alike,
)
from pressmark.words import shorten

TEXTS = ("title", "description")
RENAME = "Write it in the letters of one alphabet, or rename it."


class Spelled(NamedTuple):
    """A text of the descriptor: what it is ("the name of a field"), and whose."""

    what: str
    text: str
    table: Table | Attachment | None = None
    field: Field | None = None


def tell_of_names(package: Package, findings: Findings) -> None:
    """Report the names, paths, allowed values and descriptions that people cannot read as they are.

    A field that allows such characters allows them in its name and values too. Warnings: letters
    that pass for others, texts for people, names of files that not every system takes.
    """
    for rule, each, why, hint in find_wrong_names(package):
        findings.add(
            rule.finding(
                f'{each.what} "{shorten(each.text, LONGEST_QUOTE)}" {why}.',
                table=each.table.name if each.table else None,
                path=each.table.place if each.table else package.place,
                field=each.field.name if each.field else None,
                value=shorten(each.text, LONGEST_VALUE),
                hint=hint,
            )
        )


def find_wrong_names(package: Package) -> Iterator[tuple[Rule, Spelled, str, str]]:
    """Give the rule that a text breaks, the text, why, and what would be right."""
    for each in list_names(package):
        allowed = ALLOW.of(each.field) or () if each.field else ()
        control, bidi = "control" not in allowed, "bidi" not in allowed
        why = find_hidden_in_name(each.text, control=control, bidi=bidi)
        if why:
            hint = "Take it out here and where the name is used"
            hint += f', or allow it with "{ALLOW.name}" in the field.' if each.field else "."
            yield SCHEMA_HIDDEN, each, why, hint
        elif why := find_look_alike(each.text):
            yield SCHEMA_LOOK_ALIKE, each, why, RENAME
    for each, other in find_twins(package):
        why = f'looks like "{shorten(other, LONGEST_QUOTE)}", and is written in other letters'
        yield SCHEMA_LOOK_ALIKE, each, why, RENAME
    for each in list_texts(package):
        if why := find_hidden_in_text(each.text):
            yield SCHEMA_HIDDEN_TEXT, each, why, "Take it out."
    for each in list_paths(package):
        # What stands at an address is called otherwise once it is downloaded.
        if not is_address(each.text) and (why := explain_refused_by_windows(each.text)):
            yield FILE_NAME, each, why, "Give the file another name, here and on disk."


def list_names(package: Package) -> Iterator[Spelled]:
    """Give the names that data are found by, and the values that fields allow.

    Names that nothing can be called are told by themselves.
    """
    if package.descriptor.name and not explain_no_name(package.descriptor.name):
        yield Spelled("The name of the package", package.descriptor.name)
    yield from list_paths(package)
    for each in package.attachments:
        if not explain_no_name(each.name):
            yield Spelled("The name of the resource", each.name, each)
    for table in package.tables:
        if not explain_no_name(table.name):
            yield Spelled("The name of the table", table.name, table)
        for field in table.schema.fields:
            yield Spelled("The name of the field", field.name, table, field)
            for value in field.allowed or ():
                if isinstance(value, str):
                    yield Spelled("The allowed value", value, table, field)


def list_paths(package: Package) -> Iterator[Spelled]:
    """Give the paths of the resources' files."""
    for each in package.resources:
        for path in each.resource.path or ():
            yield Spelled("The path", path, each)


def list_texts(package: Package) -> Iterator[Spelled]:
    """Give the texts for people: titles, descriptions and labels."""
    yield from list_described(package.descriptor)
    for each in package.attachments:
        yield from list_described(each.resource, each)
    for table in package.tables:
        yield from list_described(table.resource, table)
        yield from list_described(table.schema, table)
        for field in table.schema.fields:
            yield from list_described(field, table, field)
            for category in field.categories or ():
                if category.label:
                    yield Spelled("The label", category.label, table, field)


def list_described(
    part: Any, table: Table | Attachment | None = None, field: Field | None = None
) -> Iterator[Spelled]:
    """Give the title and the description of a part of the descriptor."""
    for name in TEXTS:
        text = getattr(part, name, None)
        if isinstance(text, str):
            yield Spelled(f"The {name}", text, table, field)


def find_twins(package: Package) -> Iterator[tuple[Spelled, str]]:
    """Pair each name with an earlier one that looks the same: of tables, of the fields of one."""
    tables = [Spelled("The name of the table", each.name, each) for each in package.tables]
    others = [Spelled("The name of the resource", each.name, each) for each in package.attachments]
    yield from pair_alike([*tables, *others])
    for table in package.tables:
        fields = table.schema.fields
        yield from pair_alike(
            [Spelled("The name of the field", each.name, table, each) for each in fields]
        )


def pair_alike(names: list[Spelled]) -> Iterator[tuple[Spelled, str]]:
    """Pair names that look the same."""
    seen: dict[str, str] = {}
    for each in names:
        other = seen.setdefault(draw_outline(each.text), each.text)
        if other != each.text:
            yield each, other
