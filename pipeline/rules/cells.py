"""What a single cell must satisfy: its type and its field's constraints.

A rule is one function from a column to a check, and one line in `CELL_RULES`. Sections are those
of Table Schema v2.
"""

import difflib
import re
from collections.abc import Callable

from pipeline import forms, sql
from pipeline.forms import Column
from pipeline.rules.rule import Check, Rule
from pipeline.rules.suggestion import meant

CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x{9F}]"
BIDI = r"[\x{061C}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2069}\x{FEFF}]"
INVISIBLE = ("control", "bidi")
"""What `pressmark:allow` of a field may list."""
SUBTRACTION = re.compile(r"\[[^\]]*-\[")


def of_its_type(column: Column) -> Check | None:
    """The text has the form of the field's type and names a value that exists."""
    field = column.field
    form = forms.form(field)
    if field.type in ("string", "any") and form.pattern(field) is None:
        return None
    wrong, right = f"is not {a(field.type)}", form.reads
    if field.type == "boolean":
        right = "one of " + quoted((*field.true_values, *field.false_values))
    elif field.type == "number":
        right = right.replace("3.5", f"3{field.decimal_char}5")
    elif field.type == "string":
        wrong = f"does not have the format {field.format}"
        right = f"text of the format {field.format}"
    violated = f"{column.text} is not null and not ({forms.reads(field, column.text)})"
    return Check(violated, wrong, f"write {right}", lambda text: meant(field, text))


def among_values(column: Column, violated: str) -> str:
    """Ask only of what is of its type: that the rest is not has been said."""
    if forms.form(column.field).pattern(column.field) is None:
        return violated
    return f"{violated} and {forms.reads(column.field, column.text)}"


def a(word: str) -> str:
    """Put the article before a type's name."""
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def quoted(values: tuple[object, ...], most: int = 8) -> str:
    """List values for a sentence, no more than `most`."""
    shown = ", ".join(f'"{forms.written(value)}"' for value in values[:most])
    more = len(values) - most
    return shown + (f" and {more} more" if more > 0 else "")


def required(column: Column) -> Check | None:
    """A value is there where the field, or the primary key it belongs to, requires one."""
    if not (column.field.constraints.required or column.in_primary_key):
        return None
    why = "the field is required"
    if column.in_primary_key:
        why = "the field belongs to the primary key"
    return Check(f"{column.text} is null", f"is empty, but {why}", "write a value")


def length(limit: str, sign: str, word: str) -> Callable[[Column], Check | None]:
    """Text has at least, or at most, so many characters."""

    def check(column: Column) -> Check | None:
        bound = getattr(column.field.constraints, limit)
        if bound is None:
            return None
        wrong = f"is {'shorter' if sign == '<' else 'longer'} than {bound} characters"
        return Check(f"length({column.text}) {sign} {bound}", wrong, f"write {word} {bound}")

    return check


def bound(limit: str, sign: str, wrong: str, right: str) -> Callable[[Column], Check | None]:
    """The value stands on the right side of a bound."""

    def check(column: Column) -> Check | None:
        value = getattr(column.field.constraints, limit)
        if value is None:
            return None
        shown = forms.written(value)
        violated = f"{column.typed} {sign} {column.value(value)}"
        if column.field.type == "number":
            # NaN stands on no side of a bound (XML Schema 1.1, Part 2, section 4.3.7).
            violated = f"({violated} or isnan({column.typed}))"
        violated = among_values(column, violated)
        return Check(violated, f"is {wrong} {shown}", f"write {right} {shown}")

    return check


def unreadable_pattern(pattern: str) -> str | None:
    """Say why a pattern cannot be checked as the standard (XSD) means it; None where it can."""
    if SUBTRACTION.search(pattern):
        return "it subtracts one class of characters from another"
    return None


def matches_pattern(column: Column) -> Check | None:
    """The whole text matches the field's pattern."""
    pattern = column.field.constraints.pattern
    if pattern is None or unreadable_pattern(pattern):
        return None
    form = column.field.model_extra or {}
    right = form.get("pressmark:patternHelp") or f"write text of the form {pattern}"
    return Check(
        f"not regexp_full_match({column.text}, {sql.text(pattern)})",
        "does not have the form that the field asks for",
        str(right),
    )


def allowed(name: str) -> Callable[[Column], Check | None]:
    """The value is one of those listed: `cell.enum`, or `cell.category` for categories alone."""

    def check(column: Column) -> Check | None:
        values = column.field.allowed
        by_enum = column.field.constraints.enum is not None
        if values is None or by_enum != (name == "enum"):
            return None
        listed = ", ".join(column.value(value) for value in values)
        words = [forms.written(value) for value in values]

        def nearest(text: str) -> str | None:
            return next(iter(difflib.get_close_matches(text, words, n=1)), None)

        return Check(
            among_values(column, f"{column.typed} not in ({listed})"),
            "is not one of the values allowed there",
            f"write one of {quoted(values)}",
            nearest,
        )

    return check


def free_of(characters: str, name: str, what: str) -> Callable[[Column], Check | None]:
    """The text holds no invisible characters of a kind, unless its field allows them."""

    def check(column: Column) -> Check | None:
        allowed = (column.field.model_extra or {}).get("pressmark:allow", ())
        if name in allowed:
            return None
        violated = f"regexp_matches({column.text}, {sql.text(characters)})"
        right = f'take them out, or allow them with "pressmark:allow": ["{name}"] in the field'
        return Check(violated, f"holds {what}", right)

    return check


CELL_RULES: tuple[Rule, ...] = (
    Rule("cell.type", "Field Types", of_its_type),
    Rule("cell.required", "Field Constraints: required", required),
    Rule("cell.min_length", "Field Constraints: minLength", length("min_length", "<", "at least")),
    Rule("cell.max_length", "Field Constraints: maxLength", length("max_length", ">", "at most")),
    Rule(
        "cell.minimum",
        "Field Constraints: minimum",
        bound("minimum", "<", "below the minimum", "at least"),
    ),
    Rule(
        "cell.maximum",
        "Field Constraints: maximum",
        bound("maximum", ">", "above the maximum", "at most"),
    ),
    Rule(
        "cell.exclusive_minimum",
        "Field Constraints: exclusiveMinimum",
        bound("exclusive_minimum", "<=", "not above", "more than"),
    ),
    Rule(
        "cell.exclusive_maximum",
        "Field Constraints: exclusiveMaximum",
        bound("exclusive_maximum", ">=", "not below", "less than"),
    ),
    Rule("cell.pattern", "Field Constraints: pattern", matches_pattern),
    Rule("cell.enum", "Field Constraints: enum", allowed("enum")),
    Rule("cell.category", "Field: categories", allowed("category")),
    Rule(
        "cell.control",
        "ours: text that people can see",
        free_of(CONTROL, "control", "control characters that nobody can see"),
    ),
    Rule(
        "cell.bidi",
        "ours: text that people can see (Unicode Technical Report 36)",
        free_of(BIDI, "bidi", "characters that hide or turn text around"),
    ),
)
"""Every rule about a single cell, in the order in which a reader would want to hear of them."""
