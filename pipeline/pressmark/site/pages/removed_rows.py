"""Rows of records that were taken out by law, at Datasette's own addresses of them."""

from datasette.utils import tilde_decode
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from pressmark.site.content.record_key import read_keys
from pressmark.site.content.removed import (
    UNAVAILABLE_BY_LAW,
    Removed,
    find_removed,
    list_removed,
)
from pressmark.site.request import read_raw_path
from pressmark.site.site import Site

PARTS = 4
"""Of `/database/table/key`, cut at the slashes."""


class RemovedRows:
    """Answers 451 with the reason at the row of such a record; leads all others on to an app."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        """Know the releases of which records were taken out."""
        self.app = app
        self.site = site
        self.releases = {each.database_name: each for each in site.releases
                         if any(list_removed(each))}  # fmt: skip

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        removed = self.find(read_raw_path(scope)) if self.releases else None
        if removed is None:
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        response = await self.site.refuse(request, UNAVAILABLE_BY_LAW, removed.sentence)
        await response(scope, receive, send)

    def find(self, path: str) -> Removed | None:
        """Find the record that an address names, if it was taken out."""
        parts = path.split("/")
        release = self.releases.get(parts[1]) if len(parts) == PARTS else None
        if release is None:
            return None
        name, key = tilde_decode(parts[2]), parts[3].removesuffix(".json")
        table = next((each for each in release.package.tables if each.name == name), None)
        fields = len(table.schema.primary_key or ()) if table else 0
        return find_removed(table, read_keys(key, fields)) if table and fields else None
