"""The CSV of a question: the whole answer, or an error before the first byte.

Left alone, Datasette writes at most as many rows as a query may have and says nothing of the rest,
and answers a question that fails with status 200 and an empty file. Its JSON tells both, so the
CSV is made from that.
"""

import csv
import io
import json
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote

from datasette.utils import tilde_decode
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.site.security import written_path

SHAPE = b"_shape=arrays&_json_infinity=1"
ABOUT_FORM = (b"_shape", b"_nl", b"_json", b"_json_infinity", b"_dl", b"_stream")
CUT = (
    "This answer has more rows than a query may have here, and an export is never cut. "
    "Narrow the question, or take the complete files at {}.\n"
)


class QueryExport:
    """Answers `/<database>.csv?sql=…` and `/<database>/<query>.csv`; passes on everything else."""

    def __init__(
        self, explorer: ASGIApp, queries: Mapping[str, Collection[str]], landings: Mapping[str, str]
    ) -> None:
        """Stand in front of `explorer`; know the named queries and landing page of a database."""
        self.explorer = explorer
        self.queries = queries
        self.landings = landings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let Datasette answer."""
        _, database, *rest = written_path(scope).removesuffix(".csv").split("/")
        names = self.queries.get(database, ())
        is_query = not rest or (len(rest) == 1 and tilde_decode(rest[0]) in names)
        if not is_query or not written_path(scope).endswith(".csv"):
            await self.explorer(scope, receive, send)
            return
        status, body = await collect(self.explorer, as_json(scope), receive)
        name = tilde_decode(rest[0]) if rest else database
        answer = as_csv(status, body, name, self.landings[database])
        await answer(scope, receive, send)


def as_json(scope: Scope) -> Scope:
    """Ask for the same answer as JSON."""
    path = written_path(scope).removesuffix(".csv") + ".json"
    parts = scope["query_string"].split(b"&")
    arguments = [part for part in parts if part and part.partition(b"=")[0] not in ABOUT_FORM]
    return {
        **scope,
        "method": "GET",
        "path": path,
        "raw_path": path.encode("latin-1"),
        "query_string": b"&".join([*arguments, SHAPE]),
    }


async def collect(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[int, bytes]:
    """Give the status and the body of an app's answer."""
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, keep)
    return messages[0]["status"], b"".join(each.get("body", b"") for each in messages)


def as_csv(status: int, body: bytes, name: str, landing: str) -> Response:
    """Write Datasette's JSON as CSV, or say why not."""
    answer: dict[str, Any] = json.loads(body)
    if status >= 400:  # noqa: PLR2004 - where errors begin
        return PlainTextResponse(f"{answer.get('error')}\n", status)
    if "rows" not in answer or "columns" not in answer:
        return PlainTextResponse("There is no question in this address.\n", 400)
    if answer["truncated"]:
        return PlainTextResponse(CUT.format(landing), 400)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [answer["columns"], *([cell(value) for value in row] for row in answer["rows"])]
    )
    disposition = f"attachment; filename*=utf-8''{quote(name, safe='')}.csv"
    return Response(
        text.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition, "Cache-Control": "max-age=60"},
    )


def cell(value: Any) -> Any:
    """Write a value as CSV does; bytes, which JSON gives as an object, as base64."""
    return value["encoded"] if isinstance(value, dict) else value
