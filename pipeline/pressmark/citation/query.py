"""The SQL of a cited query: its one spelling, and its order made total.

Two spellings that differ in white space, comments and closing semicolons are the same query (R4,
query uniqueness, of the RDA recommendations on citing evolving data). Nothing else is changed:
words, names, text and numbers stay as they were written.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from pressmark.citation.errors import NotCitable

PIECES = re.compile(
    r"""(?P<gap>(?:[ \t\n\f\r\ufeff]++ | --[^\n]*+ | /\*(?>.*?(?:\*/|\Z)))++)
      | (?P<quoted>(?:'(?:[^']++|'')*+' | "(?:[^"]++|"")*+" | `(?:[^`]++|``)*+` | \[[^\]]*+\])
                  | ['"`\[].*+)
      | (?P<parameter>:[A-Za-z0-9_]+)
      | (?P<word>[A-Za-z0-9_\x80-\U0010ffff][A-Za-z0-9_$\x80-\U0010ffff]*)
      | (?P<character>.)""",
    re.VERBOSE | re.DOTALL,
)
"""What SQLite's tokenizer tells apart, as far as it matters: each character is in one piece.

A quote that nobody closes takes all that follows.
"""
OPENING = ("select", "with", "values")
OTHER_PARAMETERS = "?@$#"
LONGEST = 8_000


@lru_cache(maxsize=256)
def normalize_select(statement: str) -> str:
    """Write a SELECT on one line, as every spelling of it is written.

    White space and comments between words become one space; comments and semicolons at the end go.
    NotCitable where it is not one SELECT, or too long.
    """
    if len(statement) > LONGEST:
        right = f"a cited query has at most {LONGEST:,} characters"
        raise NotCitable("The query is too long.", right, status=414)
    if "\x00" in statement:
        raise NotCitable("The query holds a NUL character.", "Take it out.", status=400)
    written = "".join(
        " " if piece.lastgroup == "gap" else piece[0] for piece in PIECES.finditer(statement)
    )
    written = without_ending(written)
    if find_first_word(written) not in OPENING:
        right = "Ask with a SELECT, or with WITH … SELECT."
        raise NotCitable("Only a SELECT can be cited.", right, status=400)
    return written


def without_ending(written: str) -> str:
    """Take away spaces around, and semicolons at the end that stand outside quotes."""
    pieces = list(PIECES.finditer(written))
    while pieces and (pieces[-1].lastgroup == "gap" or pieces[-1][0] == ";"):
        pieces.pop()
    return "".join(piece[0] for piece in pieces).strip(" ")


def find_first_word(written: str) -> str:
    """Give the word that a statement begins with, in small letters."""
    match = PIECES.match(written)
    return match[0].lower() if match and match.lastgroup == "word" else ""


def name_parameters(written: str) -> tuple[str, ...]:
    """Name the `:name` parameters once each, in order; NotCitable for those written otherwise."""
    found = []
    for piece in PIECES.finditer(written):
        if piece.lastgroup == "parameter":
            found.append(piece[0][1:])
        elif piece.lastgroup == "character" and piece[0] in OTHER_PARAMETERS:
            wrong = f"A parameter of the query is written with {piece[0]}."
            raise NotCitable(wrong, "Write it with a colon, as in :name.", status=400)
    return tuple(dict.fromkeys(found))


def with_values(written: str, values: dict[str, int | float]) -> str:
    """Write numbers in place of parameters; a number in an address would come back as text."""
    return "".join(
        str(values.get(piece[0][1:], piece[0])) if piece.lastgroup == "parameter" else piece[0]
        for piece in PIECES.finditer(written)
    )


def find_outermost_words(written: str) -> Iterator[re.Match[str]]:
    """Give the words that stand in no parentheses: those of the outermost SELECT."""
    depth = 0
    for piece in PIECES.finditer(written):
        if piece.lastgroup == "word" and depth == 0:
            yield piece
        depth += {"(": 1, ")": -1}.get(piece[0], 0)


def has_order(written: str) -> bool:
    """Whether the outermost SELECT has an ORDER BY."""
    words = [piece[0].lower() for piece in find_outermost_words(written)]
    return ("order", "by") in pairwise(words)


def find_limit(written: str) -> int | None:
    """Give the place of the outermost SELECT's LIMIT, if it has one."""
    places = [
        piece.start() for piece in find_outermost_words(written) if piece[0].lower() == "limit"
    ]
    return places[-1] if places else None


def without_limit(written: str) -> str:
    """Take away the outermost SELECT's LIMIT and OFFSET."""
    place = find_limit(written)
    return written if place is None else written[:place].rstrip(" ")


def order_totally(written: str, columns: int, *, descending: bool) -> str:
    """Order the rows that the query's own ORDER BY leaves open by every column, up or down (R5).

    Where both ways answer the same, the query's own order is total, and its LIMIT cuts at one
    place only: rows that it does not order are equal.
    """
    direction = " desc" if descending else ""
    terms = ", ".join(f"{number} collate binary{direction}" for number in range(1, columns + 1))
    place = find_limit(written)
    head, tail = (written, "") if place is None else (written[:place], " " + written[place:])
    joined = ", " if has_order(written) else " order by "
    return f"{head.rstrip(' ')}{joined}{terms}{tail}"
