"""An export in a real browser, from a plain server of files, below a path: nothing else is asked."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from pressmark.export import export
from pressmark.site import ServedRelease

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


class Quiet(SimpleHTTPRequestHandler):
    """Python's server of files, which says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def files(
    releases: tuple[ServedRelease, ...], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Export a stranger's package and serve it below a path."""
    folder = tmp_path_factory.mktemp("files")
    export(releases[-1:], folder / "below/a path", records="cited")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/below/a%20path"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(files: str, browser: Browser) -> Iterator[Page]:
    """Open a window in which every request is of this host and of the export, and none fails."""
    asked: list[str] = []
    said: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert asked and {each for each in asked if not each.startswith(f"{files}/")} == set()
    assert said == []


def test_a_reader_goes_from_the_front_page_to_a_record_and_to_the_last_page(
    files: str, page: Page
) -> None:
    page.goto(f"{files}/index.html")
    page.get_by_role("link", name="numbers", exact=True).first.click()
    page.get_by_role("link", name="Page 53").click()
    expect(page.get_by_text("Page 53 of 53")).to_be_visible()
    expect(page.get_by_text("5300", exact=True).first).to_be_visible()
    page.goto(f"{files}/latest/")
    page.wait_for_url(f"{files}/odd-things-1-10-0/index.html")


@pytest.mark.parametrize(
    "path",
    ["index.html", "odd-things-1-10-0/numbers/page-2/index.html", "odd-things-1-10-0/living_in/",
     "releases/1.10.0/", "search/index.html"],
)  # fmt: skip
def test_no_page_keeps_anyone_out(files: str, page: Page, path: str) -> None:
    page.goto(f"{files}/{path}")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
