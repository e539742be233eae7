"""A real browser and a real server for it: Debian's Chromium, and the app on a free port."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, sync_playwright
from starlette.types import ASGIApp

from pressmark.site.pages.search import warm_search
from pressmark.site.site import Site

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = (390, 1280)
"""Pixels: a phone and a desk."""
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
"""What axe-core judges a page by."""
SCREENSHOTS = Path(__file__).parent.parent / "build/screenshots"


def keep_picture(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep a picture of a page for people to look at, where SCREENSHOTS is set: each is dear."""
    if "SCREENSHOTS" in os.environ:
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=whole)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium; where there is none the tests skip, but never on the build machine."""
    if not CHROMIUM.exists():
        reason = f"there is no Chromium at {CHROMIUM}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser, *, scripts: bool = False, **options: Any) -> Iterator[Page]:
    """Open a window for many tests, one after the other: to open one costs a second of a core."""
    with browser.new_context(java_script_enabled=scripts, **options) as context:
        yield context.new_page()


def cleared(page: Page, width: int = 1280, height: int = 900) -> Page:
    """Make a window as it was when it was opened, but for its page, and of some size in pixels.

    A page without a site between two of one site would cost a process more than the second.
    """
    page.context.clear_cookies()
    page.emulate_media(media="null", color_scheme="null")
    page.set_viewport_size({"width": width, "height": height})
    return page


def note_failures(page: Page, said: list[str]) -> None:
    """Note the address of each request of a window that fails, as long as its page is shown."""

    def note(request: Request) -> None:
        # Who goes on to another page gives up what this one still loads.
        if "ABORTED" not in (request.failure or ""):
            said.append(request.url)

    page.on("requestfailed", note)


@cache
def axe_script() -> str:
    """Give the text of axe-core."""
    return str(Axe().axe_script)


def find_violations(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """Let axe-core judge a page as it is shown, and say which rules it breaks and where.

    A page that is judged again keeps it, and what it finds right is not sent here.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_script())
    script = "rules => axe.run(rules).then(found => found.violations)"
    return [
        f"{each['id']}: {each['help']}: {[node['html'][:200] for node in each['nodes'][:5]]}"
        for each in page.evaluate(script, rules)
    ]


async def warm_search_alone(_app: ASGIApp, site: Site) -> None:
    """Make search ready, and no question."""
    await warm_search(site)


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an app on a free port of this machine, and give its address.

    It makes no questions ready beforehand: `tests/site/test_ready.py` holds servers to that.
    """
    with (
        patch("pressmark.site.app.warm", warm_search_alone),
        socket.create_server(("127.0.0.1", 0)) as listening,
    ):
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()
