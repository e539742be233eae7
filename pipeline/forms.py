"""How each type is written, as SQL over a text column: lexical form, typed value, canonical text.

The lexical form is checked before the cast, because DuckDB's casts accept far more than the
standard does (`0x10`, `infinity`, `t`, `1_000`). Expressions take the text column as an SQL
expression that is NULL where the value is missing. Sections are those of Table Schema v2,
"Field Types".
"""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline import sql
from pipeline.descriptor import Field

ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"
CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|INF|-INF"
STRING_FORMATS = {
    "default": None,
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+",
    "uuid": r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}",
    "binary": r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
}


@dataclass(frozen=True)
class Form:
    """One type: what it looks like to a reader, and its SQL."""

    reads: str
    """What would be right, as the end of a sentence: "a whole number, such as 42"."""
    pattern: Callable[[Field], str | None]
    """The regular expression that the whole text must match; None where any text will do."""
    typed: Callable[[Field, str], str]
    """SQL from the text to a value that compares as the type does; NULL where it is none."""
    canonical: Callable[[Field, str], str]
    """SQL from a text of the right form to the one way it is published."""


def fixed(pattern: str) -> Callable[[Field], str | None]:
    """Use the same pattern for every field of a type."""
    return lambda _: pattern


def cast(kind: str) -> Callable[[Field, str], str]:
    """Cast the text to an SQL type."""
    return lambda _, text: f"try_cast({text} as {kind})"


def as_written(_: Field, text: str) -> str:
    """Leave the text as it is."""
    return text


def string_pattern(field: Field) -> str | None:
    """Give the pattern of a string's format ("string": email, uri, uuid, binary)."""
    return STRING_FORMATS[field.format]


def digits(field: Field, text: str) -> str:
    """Take group characters, other decimal characters and units away ("number", "integer")."""
    if field.group_char:
        text = f"replace({text}, {sql.text(field.group_char)}, '')"
    if field.decimal_char != ".":
        # A point is no decimal character then: what held one must not read as a number.
        text = f"replace(replace({text}, '.', ' '), {sql.text(field.decimal_char)}, '.')"
    if not field.bare_number:
        bare = f"regexp_replace({text}, '^[^0-9+.-]+|[^0-9.]+$', '', 'g')"
        text = f"case when {text} in ('NaN', 'INF', '-INF') then {text} else {bare} end"
    return text


def number_typed(field: Field, text: str) -> str:
    """Read a number; the standard's NaN, INF and -INF are DuckDB's nan and inf."""
    return f"try_cast({digits(field, text)} as double)"


def integer_typed(field: Field, text: str) -> str:
    """Read a whole number of any length."""
    return f"try_cast({digits(field, text)} as bignum)"


def whole(text: str) -> str:
    """Write digits without plus sign, leading zeros and negative zero."""
    bare = rf"regexp_replace({text}, '^[+]', '')"
    bare = rf"regexp_replace({bare}, '^(-?)0+([0-9])', '\1\2')"
    return f"regexp_replace({bare}, '^-0$', '0')"


def integer_canonical(field: Field, text: str) -> str:
    """Write an integer as XSD's canonical form does."""
    return whole(digits(field, text))


def number_canonical(field: Field, text: str) -> str:
    """Write a number without plus sign, leading zeros and trailing zeros of its fraction."""
    bare = rf"regexp_replace({digits(field, text)}, '^([+-]?)[.]', '\10.')"
    bare = rf"regexp_replace({bare}, '^([^.eE]*[.][0-9]*?)0*$', '\1')"
    bare = f"regexp_replace({bare}, '[.]$', '')"
    return whole(bare)


def boolean_pattern(_: Field) -> str | None:
    """True and false are lists of words, not a pattern; `boolean_typed` says which."""
    return None


def boolean_typed(field: Field, text: str) -> str:
    """Read the field's words for true and false ("boolean")."""
    return (
        f"case when {text} in ({sql.texts(field.true_values)}) then true "
        f"when {text} in ({sql.texts(field.false_values)}) then false end"
    )


def boolean_canonical(field: Field, text: str) -> str:
    """Write true or false."""
    return f"cast({boolean_typed(field, text)} as varchar)"


def datetime_typed(_: Field, text: str) -> str:
    """Read a moment; with a zone it is brought to UTC, without one it is taken as UTC."""
    zoned = f"regexp_matches({text}, '(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})$')"
    return f"try_cast(case when {zoned} then {text} else {text} || 'Z' end as timestamptz)"


def datetime_canonical(_: Field, text: str) -> str:
    """Write a moment without trailing zeros in its fraction of a second."""
    bare = rf"regexp_replace({text}, '([.][0-9]*?)0+(Z|[+-].*)?$', '\1\2')"
    return rf"regexp_replace({bare}, '[.](Z|[+-].*)?$', '\1')"


def year_typed(_: Field, text: str) -> str:
    """Read a year as a number."""
    return f"try_cast({text} as bigint)"


def month_typed(_: Field, text: str) -> str:
    """Read a year and month as a count of months."""
    return (
        f"try_cast(regexp_extract({text}, '^(-?[0-9]+)-', 1) as bigint) * 12 "
        f"+ try_cast(right({text}, 2) as bigint)"
    )


FORMS: dict[str, Form] = {
    "string": Form("text", string_pattern, as_written, as_written),
    "any": Form("anything", lambda _: None, as_written, as_written),
    "integer": Form(
        "a whole number, such as 42", fixed(r"[+-]?[0-9]+"), integer_typed, integer_canonical
    ),
    "number": Form("a number, such as 3.5", fixed(NUMBER), number_typed, number_canonical),
    "boolean": Form("true or false", boolean_pattern, boolean_typed, boolean_canonical),
    "date": Form("a date as YYYY-MM-DD", fixed(DAY), cast("date"), as_written),
    "time": Form("a time as hh:mm:ss", fixed(CLOCK + ZONE), as_written, as_written),
    "datetime": Form(
        "a date and time as YYYY-MM-DDThh:mm:ss",
        fixed(f"{DAY}T{CLOCK}{ZONE}"),
        datetime_typed,
        datetime_canonical,
    ),
    "year": Form("a year of four digits", fixed(r"-?[0-9]{4,}"), year_typed, as_written),
    "yearmonth": Form(
        "a year and month as YYYY-MM",
        fixed(r"-?[0-9]{4,}-(?:0[1-9]|1[0-2])"),
        month_typed,
        as_written,
    ),
}
"""The types that are judged; `unread` says which are not."""


def form(field: Field) -> Form:
    """Give the form of a field's type."""
    return FORMS[field.type]


def unread(field: Field) -> str | None:
    """Say why a field cannot be judged yet; None where it can."""
    if field.type not in FORMS:
        return f"the type {field.type} is not judged yet"
    known = tuple(STRING_FORMATS) if field.type == "string" else ("default",)
    if field.format not in known:
        return f"the format {field.format!r} of type {field.type} is not judged yet"
    return None


def reads(field: Field, text: str) -> str:
    """SQL that is true where a text has the form of the field's type and names a value."""
    kind = form(field)
    pattern = kind.pattern(field)
    named = f"{kind.typed(field, text)} is not null"
    if pattern is None:
        return named
    bare = digits(field, text) if field.type in ("integer", "number") else text
    return f"regexp_full_match({bare}, {sql.text(pattern)}) and {named}"


def written(value: object) -> str:
    """Write a value of a schema (a bound, an allowed value) as a cell would."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def plainly(field: Field) -> Field:
    """Give the field as schemas write its values: without units, groups or another decimal mark."""
    return field.model_copy(update={"decimal_char": ".", "group_char": None, "bare_number": True})


@dataclass(frozen=True)
class Column:
    """A field as the engine holds it: `text` is SQL for its cell, NULL where it is missing."""

    field: Field
    text: str
    in_primary_key: bool = False

    @property
    def typed(self) -> str:
        """SQL for the cell's value, NULL where it is missing; of no meaning unless `reads`."""
        return form(self.field).typed(self.field, self.text)

    @property
    def canonical(self) -> str:
        """SQL for the cell as it is published."""
        return form(self.field).canonical(self.field, self.text)

    def value(self, value: object) -> str:
        """SQL for a value that the schema names, read as a plainly written cell would be."""
        if isinstance(value, bool) and self.field.type == "boolean":
            return written(value)
        return form(self.field).typed(plainly(self.field), sql.text(written(value)))

    def reads(self, value: object) -> str:
        """SQL that is true where a value that the schema names is one of the field's type."""
        if isinstance(value, bool):
            return "true" if self.field.type in ("boolean", "any") else "false"
        return reads(plainly(self.field), sql.text(written(value)))
