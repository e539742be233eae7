"""What Datasette asks of a schema for every page, asked once: a release's schema never changes."""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Any

from datasette.database import Database

COUNTED = re.compile(r"select count\(\*\) from |\s+select \S+ as value, count\(\*\) as count from ")
MOST_REMEMBERED = 5000
SCHEMA_QUESTIONS = (
    "table_exists", "table_names", "table_columns", "table_column_details", "primary_keys",
    "fts_table", "label_column_for_table", "foreign_keys_for_table", "hidden_table_names",
    "view_names", "get_all_foreign_keys", "get_table_definition", "get_view_definition",
)  # fmt: skip


def remember(question: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Give a method that asks `question` once for each set of arguments, up to a bound."""

    @wraps(question)
    async def ask(database: Any, *arguments: Any) -> Any:
        key = (question.__name__, *arguments)
        known = database.known
        if key not in known:
            database.remember(key, await question(database, *arguments))
        return known[key]

    return ask


class SchemaCache(Database):  # type: ignore[misc]  # datasette has no types
    """Datasette's database, with the questions about its schema answered from memory."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Remember nothing yet."""
        super().__init__(*arguments, **named)
        self.known: dict[tuple[Any, ...], Any] = {}

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,  # noqa: FBT001, FBT002 - Datasette's
        *more: Any,
        **named: Any,
    ) -> Any:
        """Answer as Datasette does; a number of records is counted once."""
        # An answer to strangers' own SQL may be cut, and is nobody else's.
        key = None if truncate else make_count_key(sql, params)
        if key is None:
            return await self.ask(sql, params, truncate, *more, **named)
        if key not in self.known:
            self.remember(key, await self.ask(sql, params, truncate, *more, **named))
        return self.known[key]

    async def ask(self, sql: str, params: Any = None, *more: Any, **named: Any) -> Any:
        """Ask what is not remembered, here as Datasette does."""
        return await super().execute(sql, params, *more, **named)

    def remember(self, key: tuple[Any, ...], answer: Any) -> None:
        """Keep an answer, forgetting the others when there are too many."""
        if len(self.known) >= MOST_REMEMBERED:
            self.known.clear()
        self.known[key] = answer


def make_count_key(statement: str, params: Any) -> tuple[Any, ...] | None:
    """Name a count by its SQL and values; None for what is no count."""
    if not COUNTED.match(statement):
        return None
    values = params.items() if isinstance(params, Mapping) else params or ()
    return statement, tuple(sorted(values))


for _name in SCHEMA_QUESTIONS:
    setattr(SchemaCache, _name, remember(getattr(Database, _name)))
