"""Rows of records that were taken out by law, or withdrawn, at Datasette's own addresses."""

from datasette.utils import tilde_decode
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from pressmark.site.content.record import find_record
from pressmark.site.content.record_key import read_keys
from pressmark.site.content.removed import explain_gone, list_removed
from pressmark.site.request import read_raw_path
from pressmark.site.site import Site

PARTS = 4
"""Of `/database/table/key`, cut at the slashes."""


class RemovedRows:
    """Answers 451 or 410 with the reason at the row of such a record; leads others on to an app."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        """Know the releases that lack records which were there."""
        self.app = app
        self.site = site
        self.releases = {each.database_name: each for each in site.releases
                         if each.package.withdrawn or any(list_removed(each))}  # fmt: skip

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        gone = await self.find(read_raw_path(scope)) if self.releases else None
        if gone is None:
            await self.app(scope, receive, send)
            return
        response = await self.site.refuse(Request(scope, receive), *gone)
        await response(scope, receive, send)

    async def find(self, path: str) -> tuple[int, str] | None:
        """Give the status and the sentence for the record that an address names, if it is gone."""
        parts = path.split("/")
        release = self.releases.get(parts[1]) if len(parts) == PARTS else None
        if release is None:
            return None
        name, key = tilde_decode(parts[2]), parts[3].removesuffix(".json")
        table = next((each for each in release.package.tables if each.name == name), None)
        if table is None or not table.schema.primary_key:
            return None
        keys = list(read_keys(key, len(table.schema.primary_key)))
        gone = explain_gone(release, table, keys)
        database = self.site.datasette.databases[release.database_name]
        for each in keys if gone else ():
            if await find_record(database, release, table, each):
                return None
        return gone
