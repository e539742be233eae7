"""What is known of a type: how it looks to a reader, and its SQL over a text column.

The lexical form is checked before the cast, because DuckDB's casts accept far more than the
standard does (`0x10`, `infinity`, `t`, `1_000`). Expressions take the text column as an SQL
expression that is NULL where the value is missing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pressmark.field_types.evident import Proof
from pressmark.package import Field

Expression = Callable[[Field, str], str]
"""SQL about a text of a field."""


@dataclass(frozen=True)
class Form:
    """One type: what it looks like to a reader, and its SQL."""

    reads: str
    """What would be right, as the end of a sentence: "a whole number, such as 42"."""
    pattern: Callable[[Field], str | None]
    """The regular expression that the whole text must match; None where no pattern says it."""
    typed: Expression
    """SQL from the text to a value that is equal where the type says equal; NULL for no value."""
    canonical: Expression
    """SQL from a text of the right form to the one way it is published."""
    sound: Expression | None = None
    """SQL: true where a text that matches the pattern names a value; None: it always does."""
    size: Expression | None = None
    """SQL for what `minLength` and `maxLength` count; None where the type has no length."""
    compare: Callable[[Field, str, str, str], str] | None = None
    """SQL that compares two texts by an operator; None where their typed values compare."""
    proof: Callable[[Field], Proof | None] = lambda _: None
    """What shows a text to be of the type without SQL; None where nothing does."""


def use_pattern(pattern: str) -> Callable[[Field], str | None]:
    """Use the same pattern for every field of a type."""
    return lambda _: pattern


def use_no_pattern(_: Field) -> str | None:
    """Say that no pattern tells right from wrong."""
    return None


def keep_text(_: Field, text: str) -> str:
    """Leave the text as it is."""
    return text


def accept_typed(typed: Expression) -> Expression:
    """Say that a text names a value where it can be typed."""
    return lambda field, text: f"{typed(field, text)} is not null"
