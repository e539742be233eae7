"""Addresses of tables, queries and records inside a release, written as Datasette reads them."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

from datasette.utils import tilde_encode

from pressmark.package import Statement


def page_address(database: str, name: str) -> str:
    """Give the address of a table, a view or a named query."""
    return f"/{database}/{tilde_encode(name)}"


def record_address(database: str, table: str, key: Iterable[object]) -> str:
    """Give the address of the record with that primary key."""
    parts = ",".join(tilde_encode(str(part)) for part in key)
    return f"{page_address(database, table)}/{parts}"


def record_page(version: str, table: str, key: Iterable[object]) -> str:
    """Give the address of our own page of the record with that primary key."""
    parts = ",".join(tilde_encode(str(part)) for part in key)
    return f"/record/{quote(version, safe='')}/{tilde_encode(table)}/{parts}"


def query_address(database: str, query: Statement) -> str:
    """Give the address of a named query, asked with its own example where it takes parameters."""
    return with_arguments(page_address(database, query.name), query.example)


def with_arguments(address: str, arguments: Mapping[str, str]) -> str:
    """Append arguments to an address."""
    return f"{address}?{urlencode(arguments)}" if arguments else address


def stylesheet() -> str:
    """Give the address of the style of every page."""
    return "/static/site.css"
