"""What a single cell must satisfy: its type and its field's constraints.

A rule is one function from a column to a check, and one line in `CELL_RULES`. Sections are those
of Table Schema v2.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from pressmark import field_types, sql
from pressmark.field_types import Column
from pressmark.field_types.evident import (
    ASCII,
    Bytes,
    Listed,
    Matches,
    Operator,
    Present,
    Read,
    match_whole,
    read_plainly,
)
from pressmark.field_types.json_schema import find_objection, render_schema
from pressmark.package import Field
from pressmark.package.own import PATTERN_HELP
from pressmark.report.rules import (
    CELL_CATEGORY,
    CELL_ENUM,
    CELL_EXCLUSIVE_MAXIMUM,
    CELL_EXCLUSIVE_MINIMUM,
    CELL_JSON_SCHEMA,
    CELL_MAX_LENGTH,
    CELL_MAXIMUM,
    CELL_MIN_LENGTH,
    CELL_MINIMUM,
    CELL_PATTERN,
    CELL_PRECISION,
    CELL_REQUIRED,
    CELL_TYPE,
)
from pressmark.rules.characters import CHARACTER_RULES
from pressmark.rules.pattern_proof import prove_pattern
from pressmark.rules.precision import is_held_exactly
from pressmark.rules.rule import CellRule, ColumnCheck, Suspect
from pressmark.rules.spreadsheet import SPREADSHEET_RULES, explain_left_behind, find_kept_text
from pressmark.rules.suggestion import guess_meant
from pressmark.rules.type_sentence import (
    explain_more_closely,
    phrase_right,
    phrase_wrong,
    quote_values,
)
from pressmark.rules.xsd_pattern import UnreadablePatternError, translate_pattern
from pressmark.words import find_nearest

NAN = "NaN"
"""The number that no bound holds: it compares with nothing (XML Schema, double)."""
COUNTED = {"array": "items", "list": "items", "object": "members"}
"""What `minLength` and `maxLength` count, where it is not characters."""


def is_of_its_type(column: Column) -> ColumnCheck | None:
    """The text has the form of the field's type and names a value that exists."""
    field = column.field
    if field.type in ("string", "any") and field_types.find_form(field).pattern(field) is None:
        return None
    violated = (
        f"{column.text} is not null and not ({field_types.express_validity(field, column.text)})"
    )
    right = f"write {phrase_right(field)}"
    return ColumnCheck(
        violated,
        phrase_wrong(field),
        right,
        lambda text: guess_meant(field, text),
        lambda text: explain_left_behind(text) or explain_more_closely(field, text),
        proof=field_types.find_form(field).proof(field),
    )


def is_present(column: Column) -> ColumnCheck | None:
    """A value is there where the field, or the primary key it belongs to, requires one."""
    if not (column.field.constraints.required or column.in_primary_key):
        return None
    title = f' "{column.field.title}"' if column.field.title else ""
    why = "belongs to the primary key" if column.in_primary_key else "is required"
    but = f"but the field{title} {why}"
    return ColumnCheck(
        f"{column.text} is null",
        f"is empty, {but}",
        "write a value",
        because=lambda text: f"stands for no value, {but}" if text else None,
        proof=Present(),
    )


def has_length(limit: str, operator: str, word: str) -> Callable[[Column], ColumnCheck | None]:
    """A text has at least, or at most, so many characters, a list or object so many parts."""

    def check(column: Column) -> ColumnCheck | None:
        bound, size = (
            getattr(column.field.constraints, limit),
            field_types.find_form(column.field).size,
        )
        if bound is None or size is None:
            return None
        what = COUNTED.get(column.field.type)
        size_said = count_things(bound, what or "characters")
        wrong = f"is {'shorter' if operator == '<' else 'longer'} than {size_said}"
        if what:
            wrong = f"holds {'fewer' if operator == '<' else 'more'} than {size_said}"
        violated = f"{size(column.field, column.text)} {operator} {bound}"
        # No text has more characters, items or members than bytes.
        suspect = Suspect(longer=bound) if operator == ">" else None
        proof = Bytes(ASCII, shortest=bound) if operator == "<" and what is None else None
        right = f"write {word} {size_said}"
        return ColumnCheck(violated, wrong, right, suspect=suspect, proof=proof)

    return check


def count_things(number: int, things: str) -> str:
    """Count something: `1 character`, `2,000 characters`."""
    return f"{number:,} {things.removesuffix('s') if number == 1 else things}"


def is_within(
    limit: str, operator: Operator, wrong: str, right: str
) -> Callable[[Column], ColumnCheck | None]:
    """The value stands on the right side of a bound."""

    def check(column: Column) -> ColumnCheck | None:
        value = getattr(column.field.constraints, limit)
        if value is None:
            return None
        shown = field_types.render_value(value)
        violated = column.among_values(column.compares(operator, value))
        return ColumnCheck(
            violated,
            f"is {wrong} {shown}",
            f"write {right} {shown}",
            because=lambda text: f"is neither above nor below {shown}" if text == NAN else None,
            proof=prove_bound(column.field, operator, shown),
        )

    return check


def prove_bound(field: Field, operator: Operator, shown: str) -> Read | None:
    """Give the proof that no value is on the wrong side of a bound."""
    plain = Read("integer") if field.type == "year" else read_plainly(field)
    return plain and replace(plain, side=operator, bound=shown)


def explain_unreadable(pattern: str) -> str | None:
    """Say why a pattern cannot be checked as the standard (XSD) means it; None where it can."""
    try:
        translate_pattern(pattern)
    except UnreadablePatternError as error:
        return str(error)
    return None


def matches_pattern(column: Column) -> ColumnCheck | None:
    """The whole text matches the field's pattern."""
    pattern = column.field.constraints.pattern
    if pattern is None or explain_unreadable(pattern):
        return None
    return ColumnCheck(
        f"not regexp_full_match({column.text}, {sql.quote_text(translate_pattern(pattern))})",
        "does not have the form that the field asks for",
        explain_pattern(column.field, pattern),
        find_kept_text,
        explain_left_behind,
        proof=prove_pattern(pattern) or Matches(match_whole(translate_pattern(pattern))),
    )


def explain_mismatch(field: Field, text: str) -> str | None:
    """Say what one text would have to be to match its field's pattern; None where it does.

    A pattern that cannot be checked objects to nothing.
    """
    pattern = field.constraints.pattern
    whole = render_whole_pattern(pattern) if pattern is not None else None
    if pattern is None or whole is None or field_types.finds_pattern(whole, text) is not False:
        return None
    return explain_pattern(field, pattern)


@lru_cache
def render_whole_pattern(pattern: str) -> str | None:
    """Write a pattern for RE2 so that it fits whole texts only; None where it cannot be checked."""
    return None if explain_unreadable(pattern) else match_whole(translate_pattern(pattern))


def explain_pattern(field: Field, pattern: str) -> str:
    """Say what text would match: in the schema author's words, by an example, or by the pattern."""
    given = PATTERN_HELP.of(field)
    if given:
        return given
    if field.example is None:
        return f"write text that matches the pattern {pattern}"
    return (
        f'write text such as "{field_types.render_value(field.example)}" (the pattern is {pattern})'
    )


def satisfies_schema(column: Column) -> ColumnCheck | None:
    """The JSON of an array or object satisfies the field's JSON Schema."""
    given = column.field.constraints.json_schema
    if given is None:
        return None
    schema = render_schema(given)
    violated = f"satisfies_json_schema({column.text}, {sql.quote_text(schema)}) = 'false'"
    return ColumnCheck(
        f"case when {column.canonical} is not null then {violated} end",
        "does not have the structure that the field's jsonSchema asks for",
        "write JSON that the field's jsonSchema allows",
        because=lambda text: find_objection(text, schema),
    )


def is_allowed(name: str) -> Callable[[Column], ColumnCheck | None]:
    """The value is one of those listed: `cell.enum`, or `cell.category` for categories alone."""

    def check(column: Column) -> ColumnCheck | None:
        values = column.field.allowed
        by_enum = column.field.constraints.enum is not None
        if values is None or by_enum != (name == "enum"):
            return None
        listed = column.values(values)
        labels = {str(each.value): each.label for each in column.field.categories or ()}

        @cache
        def words() -> dict[str, str]:
            """List what may be meant: the values, and their labels for them."""
            found = {
                field_types.render_value(value): field_types.render_value(value) for value in values
            }
            for value, label in labels.items():
                if value in found and label:
                    found.setdefault(label, value)
            return found

        def meant_by(text: str) -> str | None:
            kept = find_kept_text(text)
            return words().get(find_nearest(text if kept is None else kept, tuple(words())) or "")

        wrong = "is not one of the values allowed there"
        if name == "category":
            wrong = "is not one of the categories of the field"
        right = f"write {'one of ' if len(values) > 1 else ''}{quote_values(values, labels)}"
        violated = column.among_values(f"{column.typed} not in ({listed})")
        proof = prove_listed(column.field, values)
        return ColumnCheck(violated, wrong, right, meant_by, explain_left_behind, proof=proof)

    return check


def prove_listed(field: Field, values: tuple[Any, ...]) -> Listed | None:
    """Give the proof that a text is an allowed value: it is written as the schema writes one."""
    alike = field.type in ("string", "any", "year", "yearmonth") or read_plainly(field)
    return Listed(tuple(map(field_types.render_value, values))) if alike else None


CELL_RULES: tuple[CellRule, ...] = (
    CellRule(CELL_TYPE, is_of_its_type),
    CellRule(CELL_REQUIRED, is_present),
    CellRule(CELL_MIN_LENGTH, has_length("min_length", "<", "at least")),
    CellRule(CELL_MAX_LENGTH, has_length("max_length", ">", "at most")),
    CellRule(CELL_MINIMUM, is_within("minimum", "<", "below the minimum", "at least")),
    CellRule(CELL_MAXIMUM, is_within("maximum", ">", "above the maximum", "at most")),
    CellRule(
        CELL_EXCLUSIVE_MINIMUM, is_within("exclusive_minimum", "<=", "not above", "more than")
    ),
    CellRule(
        CELL_EXCLUSIVE_MAXIMUM, is_within("exclusive_maximum", ">=", "not below", "less than")
    ),
    CellRule(CELL_PATTERN, matches_pattern),
    CellRule(CELL_ENUM, is_allowed("enum")),
    CellRule(CELL_CATEGORY, is_allowed("category")),
    CellRule(CELL_JSON_SCHEMA, satisfies_schema),
    CellRule(CELL_PRECISION, is_held_exactly),
    *CHARACTER_RULES,
    *SPREADSHEET_RULES,
)
"""Every rule about a single cell, in the order in which a reader would want to hear of them."""
