"""CSV of tables, records and questions: the whole answer, or an error before the first byte.

Left alone, Datasette writes at most as many rows as a query may have and says nothing of the rest,
answers a question that fails with status 200 and an empty file, and ends a long table in the middle
when one of its pages takes too long. Its JSON tells all of that, so the CSV is made from it, page
by page into a file that is sent when it is whole.
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast
from urllib.parse import quote, quote_plus

from datasette.utils import tilde_decode
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import NotModifiedResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pressmark.package import Table
from pressmark.site.address import make_absolute
from pressmark.site.content.record_key import name_numbering_column
from pressmark.site.downloads.download import is_known
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.downloads.spreadsheet import MARK, render_safe_lines
from pressmark.site.middleware.unread import FullError, Unread, UnreadAnswers
from pressmark.site.overload import UNAVAILABLE, tell_why
from pressmark.site.request import SUFFIX, read_raw_path
from pressmark.site.tables.csv_lines import list_rows, render_lines
from pressmark.site.tables.page_size import measure_shapes

FORM = b"_shape=arrays&_json_infinity=1&_nocount=1&_nofacet=1"
ABOUT_FORM = (
    b"_shape", b"_nl", b"_json", b"_json_infinity", b"_dl", b"_stream", b"_nocount", b"_nofacet",
    b"_trace", b"_ttl", b"_header",
)  # fmt: skip
IN_MEMORY = 1 << 16
LARGEST = 256 << 20
AT_ONCE = 2
PATIENCE = 5.0
TOO_LARGE = "This export is larger than may be made here. Take the complete files at {}.\n"
BUSY = "Others are exporting just now. Please try again in a few seconds.\n"


class RefusedError(Exception):
    """Datasette refused: `status` and a sentence; or leads to another address."""

    def __init__(self, status: int, sentence: str) -> None:
        """Keep both."""
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class AskedFile:
    """What a client asks for: a file of this name, of a table or of none, and what it has already.

    The column `counted` numbers the table's records, where they have no key. The complete files are
    at `landing`; `known` is its `If-None-Match`.
    """

    name: str
    table: Table | None
    counted: str | None
    landing: str
    known: str | None


class FileAnswer(Response):
    """A whole file, sent as its client reads it."""

    media_type = "text/csv"

    def __init__(self, answers: UnreadAnswers, unread: Unread, headers: Mapping[str, str]) -> None:
        """Answer with what is held."""
        super().__init__(headers=headers)
        self.answers = answers
        self.unread = unread

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        del scope, receive
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        try:
            await send(start)
        except BaseException:
            self.answers.release(self.unread)
            raise
        await self.answers.send(self.unread, send)


class Exports:
    """Answers every address below a database that ends with `.csv`; passes on everything else."""

    def __init__(
        self, datasette: ASGIApp, releases: Sequence[ServedRelease], unread: UnreadAnswers
    ) -> None:
        """Stand in front of `datasette`, which serves the releases; `unread` has the files."""
        self.unread = unread
        self.datasette = datasette
        self.releases = {each.database_name: each for each in releases}
        self.shapes = {each.database_name: measure_shapes(each) for each in releases}
        self.places = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let Datasette answer."""
        if read_raw_path(scope).endswith(".csv"):
            answer = await self.answer(scope, receive)
            await answer(scope, receive, send)
        else:
            await self.datasette(scope, receive, send)

    async def answer(self, scope: Scope, receive: Receive) -> Response:
        """Send the client to the complete file, or write the whole answer first."""
        ending = SUFFIX if read_raw_path(scope).endswith(SUFFIX) else ".csv"
        _, database, *rest = read_raw_path(scope).removesuffix(ending).split("/")
        database = database.removesuffix(ending)
        release = self.releases[database]
        name = tilde_decode(rest[0]) if rest else database
        address = find_complete_file(release, scope, rest, ending)
        if address:
            return RedirectResponse(address, 307, headers={"Cache-Control": "max-age=300"})
        try:
            await asyncio.wait_for(self.places.acquire(), PATIENCE)
        except TimeoutError:
            return refuse_for_now(5)
        try:
            shape = self.shapes[database].get(name) if len(rest) == 1 else None
            step = str(shape.in_a_step()).encode() if shape else b"max"
            pages = self.pages(scope, ending, step, receive)
            table = next((each for each in release.package.tables if each.name == name), None)
            known = Headers(scope=scope).get("if-none-match")
            counted = name_numbering_column(release.package, table) if table else None
            asked = AskedFile(f"{name}{ending}", table, counted, release.landing, known)
            return await self.as_file(pages, asked, scope)
        except FullError:
            return refuse_for_now(30)
        except RefusedError as error:
            if error.status < 400:  # noqa: PLR2004 - where errors begin
                return RedirectResponse(str(error), error.status)
            return PlainTextResponse(f"{error}\n", error.status)
        finally:
            self.places.release()

    async def pages(
        self, scope: Scope, ending: str, step: bytes, receive: Receive
    ) -> AsyncIterator[dict[str, Any]]:
        """Ask Datasette for one page of JSON after the other, each of `step` records."""
        size, following = read_asked_size(scope), None
        while True:
            asked = as_json(scope, ending, size or step, following)
            status, location, body = await collect(self.datasette, asked, receive)
            if location:
                raise RefusedError(status, location.replace(".json?", f"{ending}?", 1))
            page: dict[str, Any] = json.loads(body)
            if status >= 400:  # noqa: PLR2004 - where errors begin
                raise RefusedError(status, str(page.get("error")))
            if "rows" not in page or "columns" not in page:
                raise RefusedError(400, "There is no question in this address.")
            yield page
            following = page.get("next")
            if following is None or size:
                return

    async def as_file(
        self, pages: AsyncIterator[dict[str, Any]], asked: AskedFile, scope: Scope
    ) -> Response:
        """Write every page into one file, in memory while it is small, and answer with it."""
        # Who sends it closes it.
        file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        try:
            digest, following = await write(pages, asked, file)
            headers = make_headers(asked, digest, size := file.tell())
            answer = answer_in_short(asked, size, headers)
            if answer:
                file.close()
                return answer
            unread = self.unread.hold_file(cast("IO[bytes]", file), size, scope)
        except BaseException:
            file.close()
            raise
        if following:
            headers["Link"] = f'<{following.replace(".json?", ".csv?", 1)}>; rel="next"'
        return FileAnswer(self.unread, unread, headers)


def make_headers(asked: AskedFile, digest: str, size: int) -> dict[str, str]:
    """Give the headers of a file that was written."""
    return {
        "Content-Disposition": f"attachment; filename*=utf-8''{quote(asked.name, safe='')}",
        "Content-Length": str(size),
        "Cache-Control": "max-age=60",
        "ETag": f'"{digest}"',
    }


def answer_in_short(asked: AskedFile, size: int, headers: dict[str, str]) -> Response | None:
    """Say in place of a file that it is too large, or that its client has it; None: it is sent."""
    if size > LARGEST:
        return PlainTextResponse(
            TOO_LARGE.format(make_absolute(asked.landing) or asked.landing), 400
        )
    return NotModifiedResponse(Headers(headers)) if is_known(asked.known, headers["ETag"]) else None


def find_complete_file(
    release: ServedRelease, scope: Scope, rest: Sequence[str], ending: str
) -> str | None:
    """Give the address of the release's own file where a whole table is asked for."""
    if len(rest) != 1 or any(
        name not in ABOUT_FORM and (name, value) != (b"_size", b"max")
        for name, value in read_arguments(scope)
    ):
        return None
    file = release.table_file(tilde_decode(rest[0]))
    if file is None:
        return None
    return release.spreadsheet_address(file) if ending == SUFFIX else release.file_address(file)


def read_arguments(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Give the arguments of an address as they are written."""
    parts = scope["query_string"].split(b"&")
    return [(name, value) for name, _, value in (part.partition(b"=") for part in parts) if name]


def read_asked_size(scope: Scope) -> bytes | None:
    """Give the number of rows that a client asked for, if it is one."""
    sizes = [value for name, value in read_arguments(scope) if name == b"_size" and value != b"max"]
    return sizes[0] if sizes else None


def as_json(scope: Scope, ending: str, size: bytes, following: object) -> Scope:
    """Ask for one page of the same answer as JSON."""
    path = read_raw_path(scope).removesuffix(ending) + ".json"
    without = (*ABOUT_FORM, b"_size", *([b"_next"] if following is not None else []))
    kept = [each for each in read_arguments(scope) if each[0] not in without]
    query = [name + b"=" + value for name, value in kept] + [FORM, b"_size=" + size]
    if following is not None:
        query.append(b"_next=" + quote_plus(str(following)).encode())
    return {
        **scope,
        "method": "GET",
        "path": path,
        "raw_path": path.encode("latin-1"),
        "query_string": b"&".join(query),
    }


def refuse_for_now(seconds: int) -> Response:
    """Say that others are exporting, and when to come again."""
    tell_why(BUSY.strip())
    return PlainTextResponse(BUSY, UNAVAILABLE, headers={"Retry-After": str(seconds)})


async def collect(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[int, str, bytes]:
    """Give the status of an app's answer, the address it leads to if it does, and its body."""
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, keep)
    headers = {name.lower(): value for name, value in messages[0]["headers"]}
    location = headers.get(b"location", b"").decode("latin-1")
    return messages[0]["status"], location, b"".join(each.get("body", b"") for each in messages)


async def write(
    pages: AsyncIterator[dict[str, Any]], asked: AskedFile, file: IO[bytes]
) -> tuple[str, str | None]:
    """Write pages until they end or are too large; give the digest and what follows the last."""
    digest, following, safe = hashlib.sha256(), None, asked.name.endswith(SUFFIX)
    async for page in pages:
        first = file.tell() == 0
        rows = list_rows(page, asked.table, asked.counted)[0 if first else 1 :]
        piece = (render_safe_lines(rows) if safe else render_lines(rows)).encode()
        piece = MARK + piece if safe and first else piece
        digest.update(piece)
        file.write(piece)
        following = page.get("next_url")
        if file.tell() > LARGEST:
            break
    return digest.hexdigest(), following
