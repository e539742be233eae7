"""The marks that separate records and cells, as a dialect chooses them ("Table Dialect")."""

from dataclasses import dataclass
from itertools import combinations

from pressmark.package import Dialect

RETURN, NEWLINE = b"\r\n"
LINE_ENDS = ("\r\n", "\n")
"""What a dialect calls the usual line ends; LF, CRLF and lone CR are then all read."""


@dataclass(frozen=True)
class Marks:
    r"""What has a meaning in a text, in UTF-8; an empty mark is one that the dialect lacks.

    `terminator` ends a record; where it is empty, LF, CRLF and lone CR do. `doubled` says that a
    quote within a quoted cell is doubled, `skips_space` that blanks behind a delimiter are no part
    of the cell. `comment` begins a line that is no record, and `null` is a cell that is never
    unescaped: `\N` stays what it is.
    """

    delimiter: bytes = b","
    quote: bytes = b'"'
    terminator: bytes = b""
    escape: bytes = b""
    doubled: bool = True
    skips_space: bool = False
    comment: bytes = b""
    null: bytes = b""

    @property
    def plain(self) -> bool:
        """Whether the fast way can read it: single bytes, usual line ends, doubled quotes."""
        single = len(self.delimiter) == 1 and len(self.quote) <= 1
        usual = self.doubled or not self.quote
        extra = self.terminator or self.escape or self.skips_space
        return single and usual and not extra and b"\0" not in self.delimiter + self.quote


def read_marks(dialect: Dialect) -> Marks:
    """Give the marks of a dialect; an escape that is the quote itself means a doubled quote."""
    quote, escape = dialect.quote_char or "", dialect.escape_char or ""
    usual = dialect.line_terminator in LINE_ENDS
    return Marks(
        delimiter=dialect.delimiter.encode(),
        quote=quote.encode(),
        terminator=b"" if usual else dialect.line_terminator.encode(),
        escape=b"" if escape == quote else escape.encode(),
        doubled=dialect.double_quote or (bool(quote) and escape == quote),
        skips_space=dialect.skip_initial_space,
        comment=(dialect.comment_char or "").encode(),
        null=(dialect.null_sequence or "").encode(),
    )


def find_alike_marks(marks: Marks) -> tuple[str, str] | None:
    """Name two properties whose marks cannot be told apart, if there are such.

    A line terminator may begin with the delimiter: where both fit, it is the terminator.
    """
    ends = (marks.terminator,) if marks.terminator else (b"\r", b"\n")
    named = [
        ("delimiter", marks.delimiter),
        ("quoteChar", marks.quote),
        ("escapeChar", marks.escape),
        ("commentChar", marks.comment),
        *(("lineTerminator", end) for end in ends),
    ]
    for (first, one), (second, other) in combinations([pair for pair in named if pair[1]], 2):
        if first == second:
            continue
        ends_later = (first, second) == ("delimiter", "lineTerminator") and len(other) > len(one)
        if one.startswith(other) or (other.startswith(one) and not ends_later):
            return first, second
    return None
