"""Datasette, set up to show releases and nothing else."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from datasette.app import Datasette
from datasette.utils import tilde_encode

from pressmark.site.address import find_public_address, link_front
from pressmark.site.alone import leave_plugins_out
from pressmark.site.content.acts import describe_acts
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.request import is_data
from pressmark.site.tables import (
    arguments_once,
    conditions,
    facets,
    failure,
    paging,
    patterns,
    time_limit,
)
from pressmark.site.tables.compiled import COMPILED
from pressmark.site.tables.database import ReleaseDatabase
from pressmark.site.tables.json_answer import make_renderer
from pressmark.site.tables.kept_answers import ROWS, SECONDS
from pressmark.site.tables.metadata import describe_database
from pressmark.site.tables.sandboxes import Sandboxes

TEMPLATES = Path(__file__).parent.parent / "templates"

READING = frozenset({"view-instance", "view-database", "view-table", "view-query", "execute-sql"})

SETTINGS = {
    "suggest_facets": False,
    "default_page_size": 100,
    # A named query or somebody's own SQL answers at most this many rows, in every format.
    "max_returned_rows": ROWS,
    "sql_time_limit_ms": int(1000 * SECONDS),
    "facet_time_limit_ms": 200,
    # Complete files are downloads of the release, with a digest and ranges.
    "allow_download": False,
    # CSV is made of Datasette's JSON, so that it is whole or an error.
    "allow_csv_stream": False,
    # An address that names a release always answers the same; templates may change.
    "default_cache_ttl": 300,
}


def build_datasette(releases: Sequence[ServedRelease], sandboxes: Sandboxes) -> Any:
    """Give a Datasette that serves each release as one immutable database.

    What costs more than a look at a table, or brings SQL, is asked in one of the `sandboxes`.
    """
    leave_plugins_out()
    for each in (arguments_once, failure, facets, conditions, paging, patterns, time_limit):
        each.take_over()
    datasette = Datasette(
        metadata={"databases": {each.database_name: describe_database(each) for each in releases}},
        inspect_data={each.database_name: inspect_release(each) for each in releases},
        settings={**SETTINGS, "base_url": link_front()},
        template_dir=str(TEMPLATES),
    )
    datasette.remove_database("_memory")
    for release in releases:
        datasette.add_database(
            ReleaseDatabase(datasette, release, sandboxes), name=release.database_name
        )
    datasette.jinja_env.filters["tilde"] = tilde_encode
    datasette.jinja_env.bytecode_cache = COMPILED
    # Datasette would look at every database before each answer, whether its schema is another.
    datasette.refresh_schemas = do_nothing
    datasette.absolute_url = partial(link_path, datasette.absolute_url)
    # For each table that a page names it would copy what it knows of all of them.
    datasette.permission_allowed = may_do
    acts = {each.database_name: describe_acts(each, releases) for each in releases}
    served = {each.database_name: each for each in releases}
    datasette.renderers["json"] = (make_renderer(served, acts), lambda: True)
    return datasette


async def do_nothing() -> None:
    """Do what a schema that never changes asks for."""


async def may_do(_actor: Any, action: str, *_of: Any, **_named: Any) -> bool:
    """Say what anybody may do: read whatever comes through the gate."""
    return action in READING


def link_path(whole_of: Callable[[Any, str], str], request: Any, path: str) -> str:
    """Give the address of a path for a link: on a page it names no host but that of the site.

    So a page is the same at every host. Programs that read JSON need the whole address.
    """
    address = whole_of(request, path)
    if is_data(request.scope) or find_public_address() is not None:
        return address
    return urlsplit(address)._replace(scheme="", netloc="").geturl()


def inspect_release(release: ServedRelease) -> dict[str, Any]:
    """Say what Datasette would otherwise compute when it starts: counts, size and a mark.

    Tables that are not named here, those of the full-text index, are not listed to readers.
    """
    return {
        "hash": release.database_name,
        "size": release.database.stat().st_size,
        "tables": {table: {"count": count} for table, count in release.records.items()},
    }
