"""What a request asks for: its path, its arguments, and the lane in which it is to be answered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from datasette.utils import tilde_decode
from starlette.types import Scope

PLAIN = frozenset({
    "_next", "_size", "_col", "_nocol", "_label", "_labels",
    "_shape", "_nl", "_json", "_json_infinity", "_nocount", "_nofacet", "_nosuggest", "_dl",
    "_stream", "_header", "_ttl", "_trace",
})  # fmt: skip
"""Arguments of a table's page that ask for no work but its records by their key."""
COMPARISONS = frozenset({
    "", "exact", "not", "gt", "gte", "lt", "lte", "isnull", "notnull", "isblank", "notblank",
})  # fmt: skip
"""Filters of a column that compare it with a value, or with nothing."""
QUESTIONS, TABLES, STRANGERS = "questions", "tables", "strangers"
"""What is asked in a sandbox, each kind in its own: the product's named questions, what Datasette
asks with words of the visitor's, and SQL that visitors write themselves."""
WRITTEN_SQL = frozenset({"sql", "_where", "_searchmode"})
"""Arguments that bring SQL, or the query language of the full-text search."""
PAGE_CELLS = 2000
"""The most values of an answer that a query's page shows: each is drawn between other requests."""
PAGE_RECORDS = 200
"""The most records that a table's page shows; data may hold more."""
LONGEST_NUMBER = 9
SUFFIX = ".spreadsheet-safe.csv"
FORMS = ("", ".json", ".csv", SUFFIX)
"""What may stand behind the name of a database, a table, a question or a record."""
MISSING = "pressmark.missing"
"""Under which a request keeps the names of parameters that its SQL has and it does not give."""


@dataclass(frozen=True)
class Lane:
    """Where releases are asked: in which sandbox, if any, and with how many cells on a page.

    Nothing is asked while there are parameters `missing`.
    """

    sandbox: str | None = None
    cells: int | None = None
    missing: tuple[str, ...] = ()


def choose_lane(
    scope: Scope, queries: Mapping[str, Collection[str]], tables: Mapping[str, Collection[str]]
) -> Lane:
    """Choose the lane of a request by what it brings; `queries` and `tables` are by database."""
    given = {name for name, _ in read_arguments(scope)}
    _, database, *rest = read_raw_path(scope).split("/")
    # Datasette takes what follows the first point for the form of the answer.
    last, is_page = rest[0] if rest else database, not is_data(scope)
    name = tilde_decode(last.partition(".")[0])
    is_question = len(rest) == 1 and name in queries.get(database, ())
    if is_question or (not rest and "sql" in given):
        cells, missing = PAGE_CELLS if is_page else None, scope.get(MISSING, ())
        return Lane(QUESTIONS if is_question else STRANGERS, cells, missing)
    is_plain = name in tables.get(database, ()) and all(map(is_plain_argument, given))
    if len(rest) != 1 or is_plain:
        return Lane()
    return Lane(STRANGERS if given & WRITTEN_SQL else TABLES)


def is_plain_argument(name: str) -> bool:
    """Whether an argument asks for no more work than one look at every record."""
    if name.startswith("_"):
        return name in PLAIN
    return name.partition("__")[2] in COMPARISONS


def read_arguments(scope: Scope) -> list[tuple[str, str]]:
    """Give the arguments of an address."""
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def is_data(scope: Scope) -> bool:
    """Whether an address asks for data in a form of its own and not for a page of HTML."""
    return "." in read_raw_path(scope)


def is_at_most(written: str, most: int) -> bool:
    """Whether an argument is a number of records, and no larger than that."""
    is_number = written.isascii() and written.isdigit() and len(written) < LONGEST_NUMBER
    return is_number and int(written) <= most


def read_raw_path(scope: Scope) -> str:
    """Give the path as the client wrote it, which Datasette reads too; it starts with a slash."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    path = raw.partition(b"?")[0].decode("latin-1")
    return "/".join(["", path.removeprefix("/")])
