"""What SQLite learned after 3.37, found in a statement: its readers may have no newer one.

Functions are those that SQLite itself says a statement calls, in the views that it asks too; the
words of the language are found in its text. Not found are a HAVING without GROUP BY (3.39), newer
letters of `strftime` (3.44) and newer modifiers of dates (3.38, 3.42, 3.46).
"""

import re
from collections.abc import Iterable

from pressmark import sql

NEWER_FUNCTIONS = frozenset(
    (
        "concat", "concat_ws", "format", "if", "json_array_insert",
        "json_error_position", "json_pretty", "median", "octet_length", "percentile",
        "percentile_cont", "percentile_disc", "string_agg", "timediff", "unhex", "unistr",
        "unistr_quote", "unixepoch",
    )
)  # fmt: skip
"""Functions of 3.38 and later, beside those that begin with `jsonb` and two operators."""
NEWER_WORDS = (
    (re.compile(r"\b(?:right|full)\s+(?:outer\s+)?join\b"), "RIGHT or FULL JOIN"),
    (re.compile(r"\bis\s+(?:not\s+)?distinct\s+from\b"), "IS DISTINCT FROM"),
    (re.compile(r"(?<![\w.])\d+_\d"), "_ between digits"),
)
PIECE = re.compile(r"\w+|'+|\"+|\S")
OWN_ORDER = ("over", "as", "materialized")
"""After these words a parenthesis may hold ORDER BY, and is no call."""
SUBQUERY = ("select", "with", "values")


def find_newer_words(statement: str) -> str | None:
    """Name what a statement writes that SQLite 3.37 does not know; None where it knows it all."""
    code = sql.blank_out(statement).lower()
    for pattern, name in NEWER_WORDS:
        if pattern.search(code):
            return name
    return "ORDER BY inside a function" if orders_in_call(code) else None


def find_newer_function(called: Iterable[str]) -> str | None:
    """Name the first of some functions that SQLite 3.37 does not know."""
    for name in sorted({name.lower() for name in called}):
        if name in ("->", "->>"):
            return f"the operator {name}"
        if name in NEWER_FUNCTIONS or name.startswith("jsonb"):
            return f"{name}()"
    return None


def orders_in_call(code: str) -> bool:
    """Whether ORDER BY stands in the parentheses of a function."""
    before, within = "", [False]
    for match in PIECE.finditer(code):
        piece = match[0]
        if piece == "(":
            within.append(bool(re.match(r'[\w"]', before)) and before not in OWN_ORDER)
        elif piece == ")":
            within = within[:-1] or [False]
        elif before == "(" and piece in SUBQUERY:
            within[-1] = False
        elif piece == "order" and within[-1]:
            return True
        before = piece
    return False
