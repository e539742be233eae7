"""The bytes that separate cells, as a dialect chooses them ("Table Dialect")."""

from dataclasses import dataclass

from pipeline.descriptor import Dialect

RETURN, NEWLINE = b"\r\n"


@dataclass(frozen=True)
class Marks:
    """The two bytes that a dialect may choose: `delimiter` and `quoteChar`."""

    delimiter: int
    quote: int


def marks_of(dialect: Dialect) -> Marks:
    """Give the marks of a dialect of which nothing is `unread`."""
    return Marks(ord(dialect.delimiter), ord(dialect.quote_char))


def unread(dialect: Dialect) -> dict[str, object]:
    """Name what a dialect asks for and is not read, with the values.

    That is what the dialect itself names, marks that are no single ASCII character or end lines,
    and one mark for two purposes.
    """
    marks = {"delimiter": dialect.delimiter, "quoteChar": dialect.quote_char}
    strange = {
        name: mark
        for name, mark in marks.items()
        if not mark.isascii() or mark in ("\0", "\r", "\n")
    }
    wrong: dict[str, object] = {**dialect.unread(), **strange}
    if dialect.delimiter == dialect.quote_char:
        wrong["quoteChar"] = dialect.quote_char
    return wrong
