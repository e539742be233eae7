"""One address in several forms: which of them a client accepts (RFC 9110, section 12.5.1)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pressmark.site.middleware.security import READING

HTML = "text/html"
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
RANGE = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
WEIGHT = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)
WEIGHED = re.compile(r";\s*q\s*=", re.IGNORECASE)
VARY = (b"vary", b"Accept")


@dataclass(frozen=True)
class OtherForm:
    """What stands at another address: the media types that it answers to, the first its own."""

    media_types: tuple[str, ...]
    address: str


class Negotiation:
    """Leads who accepts another form than a page to that form, by 303; everyone else on.

    406 is the answer to a client that accepts nothing of what there is: it would take what it can
    not read for what it asked for.
    """

    def __init__(self, app: ASGIApp, list_forms: Callable[[Scope], Sequence[OtherForm]]) -> None:
        """Stand in front of `app`; `list_forms` gives the forms beside a page, or none."""
        self.app = app
        self.list_forms = list_forms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as `app` does, or lead on, or say what there is."""
        is_read = scope["type"] == "http" and scope["method"] in READING
        forms = self.list_forms(scope) if is_read else ()
        if not forms:
            await self.app(scope, receive, send)
            return
        offered = [HTML, *(kind for each in forms for kind in each.media_types)]
        accepted = [
            value.decode("latin-1") for name, value in scope["headers"] if name == b"accept"
        ]
        chosen = choose_type(", ".join(accepted) if accepted else "*/*", offered)
        if chosen == HTML:
            await self.app(scope, receive, tell_that_it_varies(send))
        elif chosen is None:
            said = f"There is none of what you accept here; there is {', '.join(offered)}.\n"
            body = b"" if scope["method"] == "HEAD" else said.encode()
            await send_answer(send, 406, [(b"content-type", b"text/plain; charset=utf-8")], body)
        else:
            address = next(each.address for each in forms if chosen in each.media_types)
            headers = [(b"location", address.encode()), (b"content-type", chosen.encode())]
            await send_answer(send, 303, headers)


async def send_answer(
    send: Send, status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes = b""
) -> None:
    """Answer in one piece; nobody keeps what depends on so much."""
    told = [*headers, VARY, (b"cache-control", b"no-cache")]
    length = [] if status == 406 and not body else [(b"content-length", str(len(body)).encode())]  # noqa: PLR2004 - HEAD
    await send({"type": "http.response.start", "status": status, "headers": [*told, *length]})
    await send({"type": "http.response.body", "body": body})


def tell_that_it_varies(send: Send) -> Send:
    """Say of an answer that another client may get another."""

    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), VARY]}
        await send(message)

    return send_varying


def choose_type(accepted: str, offered: Sequence[str]) -> str | None:
    """Choose the media type that a client likes best; None where it accepts none.

    Of those that it likes equally the one counts that it names, and then the first. A range that
    cannot be read counts for nothing, and where none can be read, all is accepted. Parameters other
    than the weight are passed over: no form here is there in several.
    """
    ranges = read_ranges(accepted) or {"*/*": 1.0}

    def weigh(kind: str) -> tuple[float, int]:
        names = (kind, "/".join((kind.partition("/")[0], "*")), "*/*")
        return next(((ranges[it], -n) for n, it in enumerate(names) if it in ranges), (0.0, 0))

    best = max(offered, key=weigh)
    return best if weigh(best)[0] > 0 else None


def read_ranges(accepted: str) -> dict[str, float]:
    """Read the ranges of media types of a header `Accept`, each with its weight."""
    found: dict[str, float] = {}
    for each in RANGE.findall(accepted):
        name = each.partition(";")[0].strip().lower()
        parameters = QUOTED.sub("", each)
        weight = WEIGHT.search(parameters)
        if name.count("/") == 1 and (weight or not WEIGHED.search(parameters)):
            value = min(float(weight[1]), 1.0) if weight else 1.0
            found[name] = max(found.get(name, 0.0), value)
    return found
