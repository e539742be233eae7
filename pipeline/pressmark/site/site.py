"""What every page needs: the releases, Datasette, the way to fill a template, and how to refuse."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.types import Scope

from pressmark.report import Passages
from pressmark.site.content.answer_rows import Kept
from pressmark.site.content.answered_section import AnsweredSection
from pressmark.site.content.ask_again import ask_again, guess_page
from pressmark.site.content.comparisons import Comparisons
from pressmark.site.content.meant_picture import FIRST, PictureNames, guess_picture
from pressmark.site.content.picture_file import Pictures
from pressmark.site.content.profile import Profiles
from pressmark.site.content.search_index import SearchIndexes
from pressmark.site.content.section import Section
from pressmark.site.content.statuses import Statuses
from pressmark.site.downloads.served_release import ServedRelease, find_latest, list_questions
from pressmark.site.middleware.busy import (
    RETRY_AFTER,
    AskedPage,
    Known,
    find_asked_page,
    write_busy_answer,
)
from pressmark.site.middleware.security import READING
from pressmark.site.middleware.unread import UnreadAnswers
from pressmark.site.overload import UNAVAILABLE, tell_why
from pressmark.site.request import read_raw_path
from pressmark.site.tables.patterns import name_parameters
from pressmark.site.tables.sandboxes import Sandboxes
from pressmark.site.tables.typed_question import TypedQuestion

SHORT_WHILE = {"Cache-Control": "max-age=60"}


@dataclass(frozen=True)
class Site:
    """A set of releases, newest first.

    By release, `indexes` are full-text tables, `sections` the project's own parts of pages, and
    `statuses` what it calls those that it declares; `parts` are those that are answered already, by
    page, `kept` the answers of sections that serve every record, and `last` those of the record
    that was asked last, whose page and JSON are often asked together. `pictures` keeps what was
    drawn, `profiles` what the fields of tables hold, `searches` what is searched, and
    `comparisons` what changed between two. `passages` counts
    those of sources, `questions` are the named questions by name. What costs or brings SQL is asked
    in the `sandboxes`. `stale` names what is not served as the ledger has it just now.
    """

    releases: Sequence[ServedRelease]
    datasette: Any
    indexes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sections: Mapping[str, Sequence[Section]] = field(default_factory=dict)
    statuses: Mapping[str, Statuses] = field(default_factory=dict)
    kept: Kept = field(default_factory=dict)
    last: dict[tuple[str, str, str | None], Sequence[AnsweredSection]] = field(default_factory=dict)
    sandboxes: Sandboxes = field(default_factory=Sandboxes)
    unread: UnreadAnswers = field(default_factory=UnreadAnswers)
    pictures: Pictures = field(default_factory=Pictures)
    profiles: Profiles = field(default_factory=Profiles)
    searches: SearchIndexes = field(default_factory=SearchIndexes)
    comparisons: Comparisons = field(default_factory=Comparisons)
    parts: Mapping[str, Mapping[str, Sequence[AnsweredSection]]] = field(default_factory=dict)
    questions: Mapping[str, Mapping[str, TypedQuestion]] = field(default_factory=dict)
    passages: Mapping[str, Passages | None] = field(default_factory=dict)
    stale: Callable[[], Sequence[str]] = tuple

    @property
    def latest(self) -> ServedRelease:
        """The newest release that was not withdrawn; the newest of all where every one was."""
        return find_latest(self.releases)

    def release(self, request: Request) -> ServedRelease:
        """Find the release that an address names; 404 where there is none."""
        version = request.path_params["version"]
        for release in self.releases:
            if release.version == version:
                return release
        raise HTTPException(404)

    def end(self) -> None:
        """Give up what other processes and threads of its own are asked: nobody asks it more."""
        self.sandboxes.end()
        self.comparisons.end()
        self.searches.end()

    async def render(self, template: str, **values: object) -> Response:
        """Fill a template of ours; it shares Datasette's environment and so its frame."""
        page = self.datasette.jinja_env.get_template(template)
        return HTMLResponse(await page.render_async(values), headers=SHORT_WHILE)

    async def missing(self, request: Request, error: Exception | None = None) -> Response:
        """Say that there is no such page, in the form that was asked for, and what there is."""
        told = error.detail if isinstance(error, HTTPException) else ""
        meant, right = self.right_page(request.scope)
        right = right if told in ("", HTTPStatus.NOT_FOUND.phrase) else told
        said = f"There is no such page{f': did you mean {meant}?' if meant else '.'}"
        message = f"{said} {right}".strip()
        return await self.refuse(request, HTTPStatus.NOT_FOUND, message, meant=meant, right=right)

    def no_page(self, scope: Scope) -> str:
        """Say that there is no such page, and which was probably meant."""
        meant = self.meant(scope)
        return f"There is no such page{f': did you mean {meant}?' if meant else '.'}"

    def meant(self, scope: Scope) -> str | None:
        """Give the address that was probably meant by one at which there is no page."""
        return self.right_page(scope)[0]

    def right_page(self, scope: Scope) -> tuple[str | None, str]:
        """Give the address that was probably meant and, of pictures, say what there is."""
        files = {each.version: [file.name for file in each.files] for each in self.releases}
        meant = guess_page(scope, self.known, files, self.latest.database_name)
        steps = [unquote(each) for each in read_raw_path(scope).strip("/").split("/")]
        if meant or steps[0] not in FIRST:
            return meant, ""
        return guess_picture(steps, self.pictures_named, self.latest.version)

    @cached_property
    def pictures_named(self) -> Mapping[str, PictureNames]:
        """The sections of each release that have pictures, and that have rows."""
        found = {}
        for each in self.releases:
            parts = [
                it for those in self.parts.get(each.database_name, {}).values() for it in those
            ]
            drawn = [it.section.name for it in parts if it.chart is not None]
            found[each.version] = PictureNames(drawn, [it.section.name for it in parts])
        return found

    async def refused(self, request: Request, error: Exception | None = None) -> Response:
        """Say that this site is only for reading."""
        del error
        response = await self.refuse(request, 405, "This site can be read, not written.")
        response.headers["Allow"] = ", ".join(READING)
        return response

    @cached_property
    def known(self) -> Known:
        """What stands at the addresses of questions, tables, and pages with a form."""
        found: dict[tuple[str, ...], AskedPage]
        found = {("search",): AskedPage("Search", ("q",)), ("cite",): AskedPage("Cite a query")}
        for release in self.releases:
            place = release.database_name
            for table in release.package.tables:
                found[place, table.name] = AskedPage(table.resource.title or table.name)
            for view in release.package.views:
                found[place, view.name] = AskedPage(view.heading("title", view.name))
            for each in list_questions(release):
                fields = name_parameters(each.select)
                found[place, each.name] = AskedPage(each.heading("title", each.name), fields)
        return found

    async def busy(self, request: Request, error: Exception) -> Response:
        """Say that there is no answer now, and when to come again."""
        kind, body = write_busy_answer(
            request.scope, str(error), find_asked_page(request.scope, self.known)
        )
        headers = {"Retry-After": RETRY_AFTER.decode()}
        return Response(body, UNAVAILABLE, headers, kind.decode())

    async def not_understood(self, request: Request, error: Exception) -> Response:
        """Say what of an address is not understood."""
        return await self.refuse(request, 400, str(error))

    async def elsewhere(self, _request: Request, error: Exception) -> Response:
        """Lead to the address that an error names."""
        return RedirectResponse(str(error), 307, headers={"Cache-Control": "no-cache"})

    async def changed(self, request: Request, error: Exception) -> Response:
        """Say that a file is not what it was when the site started."""
        tell_why(str(error))
        return await self.refuse(request, UNAVAILABLE, str(error))

    async def broken(self, request: Request, error: Exception) -> Response:
        """Say that this page failed, and nothing of how."""
        del error
        return await self.refuse(request, 500, "The site could not make this page.")

    async def refuse(
        self, request: Request, status: int, message: str, **words: str | None
    ) -> Response:
        """Answer with an error: as JSON below an address that ends so, as text below `.csv`.

        A page has more `words`: the address that was `meant`, what is `right`.
        """
        path = read_raw_path(request.scope)
        if path.endswith((".json", ".jsonld")):
            return JSONResponse({"ok": False, "error": message, "status": status}, status)
        if path.endswith(".csv"):
            return PlainTextResponse(f"{message}\n", status)
        response = await self.render(
            "error.html",
            status=status,
            error=message,
            again=ask_again(request.scope, self.known),
            **words,
        )
        response.status_code = status
        del response.headers["Cache-Control"]
        return response
