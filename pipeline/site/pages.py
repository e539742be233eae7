"""The site's own pages: front, search, releases, health, and what is not there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp

from pipeline.site.citation import citation
from pipeline.site.download import Download
from pipeline.site.feed import MEDIA_TYPE, feed_text
from pipeline.site.release import ServedRelease
from pipeline.site.search import find
from pipeline.site.security import READING, written_path

LONGEST_SEARCH = 200
SHORT_WHILE = {"Cache-Control": "max-age=60"}


@dataclass(frozen=True)
class Pages:
    """Endpoints over a set of releases, newest first; `indexes` are full-text tables by release."""

    releases: Sequence[ServedRelease]
    explorer: Any
    indexes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def latest(self) -> ServedRelease:
        """The newest release that was not withdrawn; the newest of all where every one was."""
        return next((each for each in self.releases if not each.withdrawn), self.releases[0])

    async def front(self, request: Request) -> Response:
        """Say what this is, and lead to questions, tables, search and downloads."""
        address = str(request.base_url).rstrip("/") + self.latest.landing
        return await self.render("front.html", citation=citation(self.latest, address))

    async def search(self, request: Request) -> Response:
        """List the records of the newest release that hold the words asked for."""
        words = request.query_params.get("q", "").strip()[:LONGEST_SEARCH]
        indexes = self.indexes.get(self.latest.database_name, {})
        hits = await find(self.explorer, self.latest, indexes, words) if words else ()
        return await self.render("search.html", words=words, hits=hits)

    async def list_releases(self, _request: Request) -> Response:
        """List every release, newest first."""
        return await self.render("releases.html")

    async def landing(self, request: Request) -> Response:
        """Show one release with every file."""
        release = self.release(request)
        if not request.url.path.endswith("/"):
            return RedirectResponse(release.landing, 308)
        address = str(request.base_url).rstrip("/") + release.landing
        return await self.render(
            "release.html", release=release, citation=citation(release, address)
        )

    async def download(self, request: Request) -> ASGIApp:
        """Send one file of a release; only names on its list are looked at."""
        release = self.release(request)
        file = release.file(request.path_params["name"])
        if file is None or not file.path.is_file():
            raise HTTPException(404)
        return Download(release, file)

    async def feed(self, request: Request) -> Response:
        """Tell feed readers of every release."""
        text = feed_text(self.releases, str(request.base_url).rstrip("/"))
        if text is None:
            raise HTTPException(404)
        return Response(text, media_type=MEDIA_TYPE, headers=SHORT_WHILE)

    async def newest(self, request: Request) -> Response:
        """Lead from `/latest/...` to the same page of the newest release, under its own address."""
        rest = "/".join(["", *written_path(request.scope).split("/")[2:]]).rstrip("/")
        query = f"?{request.url.query}" if request.url.query else ""
        address = f"/{self.latest.database_name}{rest}{query}"
        return RedirectResponse(address, 307, headers={"Cache-Control": "no-cache"})

    async def health(self, _request: Request) -> Response:
        """Tell a machine that the site is up and what it serves."""
        versions = [release.version for release in self.releases]
        answer = {"status": "ok", "releases": versions}
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

    async def missing(self, request: Request, error: Exception | None = None) -> Response:
        """Say that there is no such page, in the form that was asked for."""
        del error
        return await self.refuse(request, 404, "There is no such page.")

    async def refused(self, request: Request, error: Exception | None = None) -> Response:
        """Say that this site is only for reading."""
        del error
        response = await self.refuse(request, 405, "This site can be read, not written.")
        response.headers["Allow"] = ", ".join(READING)
        return response

    async def refuse(self, request: Request, status: int, message: str) -> Response:
        """Answer with an error, as JSON below an address that ends so."""
        if written_path(request.scope).endswith(".json"):
            return JSONResponse({"ok": False, "error": message, "status": status}, status)
        response = await self.render("error.html", status=status, error=message)
        response.status_code = status
        del response.headers["Cache-Control"]
        return response

    def release(self, request: Request) -> ServedRelease:
        """Find the release that an address names; 404 where there is none."""
        version = request.path_params["version"]
        for release in self.releases:
            if release.version == version:
                return release
        raise HTTPException(404)

    async def render(self, template: str, **values: object) -> Response:
        """Fill a template of ours; it shares Datasette's environment and so its frame."""
        page = self.explorer.jinja_env.get_template(template)
        return HTMLResponse(await page.render_async(values), headers=SHORT_WHILE)
