"""Many requests of one kind keep no other waiting."""

import asyncio

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from pressmark.site.middleware.queues import (
    ASKED,
    AT_ONCE,
    COMPARED,
    LARGE,
    OURS,
    RECORDS,
    SEARCHES,
    TABLES,
    Queues,
    choose_kind,
)
from pressmark.site.request import QUESTIONS, STRANGERS

DATABASE = "odd-things-1-10-0"


def kind(address: str) -> str:
    """Give the kind of a request for an address."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
    }
    return choose_kind(scope, {DATABASE: {"everyone"}}, {DATABASE: {"people"}})


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/record/1.0.0/people/1", RECORDS),
        ("/releases/1.0.0/data/0.csv", RECORDS),
        ("/static/site.css", RECORDS),
        ("/-/health", OURS),
        ("/", OURS),
        ("/releases", OURS),
        ("/releases/1.0.0/", OURS),
        ("/dictionary/1.0.0", OURS),
        ("/nowhere", OURS),
        (f"/{DATABASE}", TABLES),
        (f"/{DATABASE}/people", TABLES),
        (f"/{DATABASE}/people?_size=max", TABLES),
        (f"/{DATABASE}/people/1.json", TABLES),
        (f"/{DATABASE}/people.json?_size=200", TABLES),
        (f"/{DATABASE}/people.json?_size=201", LARGE),
        (f"/{DATABASE}/people.json?_size=max", LARGE),
        (f"/{DATABASE}/people.json?_size={'9' * 5000}", LARGE),
        (f"/{DATABASE}/people.csv?_col=id", LARGE),
        (f"/{DATABASE}/people?kind=a", TABLES),
        (f"/{DATABASE}/people?kind__contains=a", ASKED),
        (f"/{DATABASE}/people?_where=1", STRANGERS),
        (f"/{DATABASE}/everyone.json", QUESTIONS),
        (f"/{DATABASE}?sql=select+1", STRANGERS),
        ("/search?q=a", SEARCHES),
        ("/compare/1.0.0/2.0.0.json", COMPARED),
        ("/cite.json?db=x&sql=select+1", STRANGERS),
        ("/cite.json?db=x&query=everyone", QUESTIONS),
    ],
)
def test_every_request_has_its_kind(address: str, expected: str) -> None:
    """What costs little never stands behind what costs much."""
    assert kind(address) == expected


async def test_a_crowd_before_the_tables_keeps_no_record_waiting() -> None:
    """Few tables are drawn at once, and a record is answered meanwhile."""
    go_on = asyncio.Event()
    begun: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        begun.append(scope["path"])
        if scope["path"] == "/table":
            await go_on.wait()
        await PlainTextResponse("done")(scope, receive, send)

    queues = Queues(app, lambda scope: TABLES if scope["path"] == "/table" else RECORDS)
    transport = httpx.ASGITransport(app=queues)
    async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
        many = [asyncio.create_task(client.get("/table")) for _ in range(AT_ONCE[TABLES] + 5)]
        while queues.lines[TABLES].line.waiting < 5:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0)
        assert begun == ["/table"] * AT_ONCE[TABLES]
        assert (await client.get("/record")).text == "done"
        go_on.set()
        assert {(await each).status_code for each in many} == {200}
