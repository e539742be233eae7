"""The page that says: come again in a moment. It keeps what was asked and costs nothing to make."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from datasette.utils import tilde_decode
from starlette.types import Scope, Send

from pressmark.site.address import link_front, link_static
from pressmark.site.overload import UNAVAILABLE, tell_why
from pressmark.site.request import read_arguments, read_raw_path

RETRY_AFTER = b"3"
OWN = ("_", "db")
"""How the names of arguments begin that no reader writes."""
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{title} (please try again)</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{stylesheet}"></head>
<body><main class="inside"><section><h1>{title}</h1>
<div class="notice" role="alert"><p>{sentence}</p></div>
<form method="get">
{others}
<div class="fields">
{lines}
</div>
<p class="row"><button type="submit">Try again</button></p>
</form>
<p><a href="{front}">Front page</a></p></section></main></body>
</html>
"""
HIDDEN = '<input type="hidden" name="{name}" value="{value}">'
LINE = (
    '<div><label for="{number}">{name}</label>'
    '<input type="text" id="{number}" name="{name}" value="{value}"></div>'
)
EDITOR = (
    '<label for="{number}">One SELECT in the SQL of SQLite</label>'
    '<textarea id="{number}" name="{name}" rows="8" spellcheck="false">{value}</textarea>'
)


@dataclass(frozen=True)
class AskedPage:
    """What stands at an address: its title, and the names of what a reader may fill in."""

    title: str = "Please try again"
    fields: Sequence[str] = ()


Known = Mapping[tuple[str, ...], AskedPage]
"""By the parts of a path, without the form of the answer."""


def find_asked_page(scope: Scope, known: Known) -> AskedPage:
    """Find what stands at an address; SQL of one's own stands at that of a database."""
    _, *parts = (tilde_decode(part.partition(".")[0]) for part in read_raw_path(scope).split("/"))
    given = {name for name, _ in read_arguments(scope)}
    is_sql = len(parts) == 1 and "sql" in given
    return known.get(tuple(parts)) or (AskedPage("Ask in SQL", ("sql",)) if is_sql else AskedPage())


def render_busy_page(scope: Scope, sentence: str, asked: AskedPage) -> str:
    """Write the page: the title of what was asked, and a form that asks it again."""
    given = read_arguments(scope)
    names = {name for name, _ in given}
    missing = [(name, "") for name in asked.fields if name not in names]
    fields = [
        render_field(number, name, value) for number, (name, value) in enumerate([*given, *missing])
    ]
    lines = [each for each in fields if each.startswith("<div")]
    return PAGE.format(
        title=escape(asked.title),
        stylesheet=escape(link_static("site.css")),
        sentence=escape(sentence),
        others="\n".join(each for each in fields if each not in lines),
        lines="\n".join(lines),
        front=escape(link_front()),
    )


def render_field(number: int, name: str, value: str) -> str:
    """Write one argument as a part of a form."""
    form = EDITOR if name == "sql" else HIDDEN if name.startswith(OWN) else LINE
    return form.format(number=f"f{number}", name=escape(name), value=escape(value))


def write_busy_answer(scope: Scope, sentence: str, asked: AskedPage) -> tuple[bytes, bytes]:
    """Give the media type and the bytes of an answer in the form that was asked for."""
    path = read_raw_path(scope)
    tell_why(sentence)
    if path.endswith((".json", ".jsonld")):
        told = {"ok": False, "error": sentence, "status": UNAVAILABLE}
        return b"application/json", json.dumps(told).encode()
    if path.endswith(".csv"):
        return b"text/plain; charset=utf-8", f"{sentence}\n".encode()
    return b"text/html; charset=utf-8", render_busy_page(scope, sentence, asked).encode()


async def send_busy(scope: Scope, send: Send, sentence: str, asked: AskedPage) -> None:
    """Answer with 503, and say when to come again."""
    kind, body = write_busy_answer(scope, sentence, asked)
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", RETRY_AFTER),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": UNAVAILABLE, "headers": headers})
    await send({"type": "http.response.body", "body": body})
