"""Somebody who visits the app without a network."""

import asyncio
import sys
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.types import ASGIApp

ASKING = httpx.AsyncClient(base_url="http://site")
"""Writes requests and sends none: a client for each would cost more than a small page."""
# httpx looks for this at each request to an app, and through every folder where it is not.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

MORE = 5
"""Times that a visitor asks again who is told to."""


@dataclass
class Visitor:
    """Somebody who asks the app over HTTP, one request at a time."""

    app: ASGIApp

    def ask(self, method: str, address: str, **options: Any) -> httpx.Response:
        """Send one request and give the answer; redirects are not followed."""
        return asyncio.run(self.ask_here(method, address, **options))

    async def ask_here(self, method: str, address: str, **options: Any) -> httpx.Response:
        """Do the same inside a loop that runs already."""
        request = ASKING.build_request(method, address, **options)
        answer = await httpx.ASGITransport(app=self.app).handle_async_request(request)
        answer.request = request
        await answer.aread()
        return answer

    def get(self, address: str, **headers: str) -> httpx.Response:
        """Get one address; header names are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("GET", address, headers=named)

    def text(self, address: str) -> str:
        """Get the text of a page that must be there; where a machine is slow, ask again."""
        answer = self.get(address)
        for _ in range(MORE):
            if "retry-after" in answer.headers:
                answer = self.get(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.text)
        return answer.text
