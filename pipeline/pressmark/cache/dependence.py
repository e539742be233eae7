"""On what the answer of a package's own SQL depends: which tables it may read, and the moment.

It is read from words alone, and too much is suspected rather than too little.
"""

import re
from collections.abc import Iterable

from pressmark.engine.views import WORD, list_asked_views, list_words, may_name
from pressmark.package import Package, Statement
from pressmark.package.names import name_in_sql

CALL = re.compile(r"""(?<!\w)(\w++)"?(?:\s|/\*.*?\*/|--[^\n]*\n)*\(""", re.DOTALL)
VARYING_CALLS = frozenset((
    "age", "ago", "current_connection_id", "current_query", "current_query_id", "current_setting",
    "current_transaction_id", "currval", "gen_random_uuid", "get_current_time",
    "get_current_timestamp", "getvariable", "in_search_path", "nextval", "now",
    "pg_conf_load_time", "pg_postmaster_start_time", "random", "setseed", "setval", "sleep_ms",
    "stats", "today", "transaction_timestamp", "txid_current", "uuid", "uuidv4", "uuidv7",
    "vector_type", "write_log",
))  # fmt: skip
"""Functions that may give another answer to the same question over the same tables."""
VARYING_WORDS = frozenset((
    "current_catalog", "current_database", "current_date", "current_localtime",
    "current_localtimestamp", "current_schema", "current_schemas", "current_time",
    "current_timestamp", "localtime", "localtimestamp", "sample", "tablesample",
))  # fmt: skip
"""Words that do so without being called."""
VARYING_BEGINS = ("duckdb_", "pg_", "pragma_", "sqlite_")
"""How further such words begin: they tell of the machine and of the engine itself."""
HIDING = frozenset((
    "describe", "information_schema", "inside", "json_execute_serialized_sql",
    "query", "query_table", "show", "summarize",
))  # fmt: skip
"""Words of SQL that may read tables which it does not name."""


def is_lasting(statements: Iterable[Statement]) -> bool:
    """Whether statements answer the same as long as their tables stay the same."""
    return not any(may_vary(each.select) for each in statements)


def may_vary(select: str) -> bool:
    """Whether SQL may give another answer over the same tables."""
    text = select.lower()
    words = WORD.findall(text)
    return (
        not VARYING_CALLS.isdisjoint(CALL.findall(text))
        or not VARYING_WORDS.isdisjoint(words)
        or any(word.startswith(VARYING_BEGINS) for word in words)
    )


class Dependence:
    """Tells which tables and views of a package a statement of its own may read."""

    def __init__(self, package: Package) -> None:
        """Know the package's tables by their names in SQL, and its views."""
        self.names = [each.name for each in name_in_sql(package).tables]
        self.views = package.views

    def list_read(self, statement: Statement) -> tuple[int, ...]:
        """Give the positions of the tables that a statement may read, by itself or by views."""
        read = (statement, *self.list_views(statement))
        words = {word for each in read for word in list_words(each)}
        every = not words.isdisjoint(HIDING)
        return tuple(
            position for position, name in enumerate(self.names) if every or may_name(words, name)
        )

    def list_views(self, statement: Statement) -> tuple[Statement, ...]:
        """Give the views that a statement may ask, by itself or by views."""
        return list_asked_views(self.views, (statement,))
