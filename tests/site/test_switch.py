"""One app in front of the next: no request is lost, none is answered by two, nothing stays open."""

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from pressmark.site import ServedRelease, build_app
from pressmark.site.switch import Running, Switch


def saying(name: str, told: list[str], gate: asyncio.Event | None = None) -> Starlette:
    """Give an app that says its name when its gate opens, and tells of its start and end."""

    async def page(_request: Request) -> PlainTextResponse:
        if gate:
            await gate.wait()
        return PlainTextResponse(f"{name}{' closed' if f'{name} ends' in told else ''}")

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        told.append(f"{name} starts")
        yield
        told.append(f"{name} ends")

    return Starlette(routes=[Route("/", page)], lifespan=life)


def client_of(app: Any) -> httpx.AsyncClient:
    """Give a client of an app."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://site")


async def turns_until(holds: Callable[[], bool]) -> None:
    """Let the others have their turns until something holds."""
    for _ in range(1000):
        if holds():
            return
        await asyncio.sleep(0)
    pytest.fail("it never held")


async def test_a_request_is_answered_wholly_by_the_app_that_it_came_to() -> None:
    """And that app is closed after its last request, not before."""
    told: list[str] = []
    gate = asyncio.Event()
    switch = Switch(saying("old", told, gate))
    async with switch.live(None), client_of(switch) as client:
        asked = [asyncio.create_task(client.get("/")) for _ in range(3)]
        await turns_until(lambda: switch.running.asked == len(asked))
        await switch.to(saying("new", told))
        assert (await client.get("/")).text == "new"
        assert told == ["old starts", "new starts"]
        gate.set()
        assert [(await each).text for each in asked] == ["old"] * 3
        await turns_until(lambda: not switch.leaving)
        assert told == ["old starts", "new starts", "old ends"]
    assert told[-1] == "new ends"


async def test_what_is_still_read_at_the_end_keeps_nobody_waiting() -> None:
    told: list[str] = []
    gate = asyncio.Event()
    switch = Switch(saying("old", told, gate))
    async with client_of(switch) as client:
        async with switch.live(None):
            asked = asyncio.create_task(client.get("/"))
            await turns_until(lambda: switch.running.asked == 1)
            await switch.to(saying("new", told))
        assert {"old ends", "new ends"} <= set(told)
        gate.set()
        await asked


async def test_an_app_that_does_not_start_leaves_the_one_before_in_front() -> None:
    told: list[str] = []

    @asynccontextmanager
    async def broken(_app: Starlette) -> AsyncIterator[None]:
        message = "no start"
        raise OSError(message)
        yield

    switch = Switch(saying("old", told))
    async with switch.live(None), client_of(switch) as client:
        with pytest.raises(OSError, match="no start"):
            await switch.to(Starlette(lifespan=broken))
        assert (await client.get("/")).text == "old"
        assert told == ["old starts"]


async def test_the_life_of_the_server_is_that_of_the_apps() -> None:
    """As a server has it: by messages."""
    told: list[str] = []
    switch = Switch(saying("only", told))
    messages = iter(["lifespan.startup", "lifespan.shutdown"])
    sent: list[str] = []

    async def receive() -> dict[str, str]:
        return {"type": next(messages)}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    await switch({"type": "lifespan", "state": {}}, receive, send)
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert told == ["only starts", "only ends"]


async def test_nothing_of_an_app_stays_after_it(releases: tuple[ServedRelease, ...]) -> None:
    """Neither its Datasette, nor its answers, nor its connections."""
    app = build_app(releases, proven=True)
    database = releases[0].database_name
    kept = weakref.ref(app)
    running = Running(app)
    await running.open()
    async with client_of(app) as client:
        for address in ("/", f"/{database}/people.json", f"/{database}/everyone.json"):
            assert (await client.get(address)).status_code == 200
    await running.close()
    del app, running, client
    gc.collect()
    assert kept() is None
