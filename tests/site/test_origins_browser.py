"""A page of another origin reads the site in a real browser, as a notebook in it does."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.browser import served
from tests.site.server_process import running
from tests.site.test_clients import FILES, PROGRAM
from tests.site.walked import HERE, rows

FETCH = """async ([address, options]) => {
  try {
    const answer = await fetch(address, options);
    return {
      status: answer.status, redirected: answer.redirected, type: answer.type,
      headers: Object.fromEntries(answer.headers), text: await answer.text(),
    };
  } catch (error) {
    return {status: 0, text: String(error)};
  }
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a published package in a process of its own."""
    with running(tmp_path_factory.mktemp("origins"), PROGRAM) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture(scope="module")
def elsewhere(browser: Browser) -> Iterator[Page]:
    """Open a page of another origin."""

    async def empty(_request: Request) -> HTMLResponse:
        return HTMLResponse("<!DOCTYPE html><title>A notebook</title>")

    with served(Starlette(routes=[Route("/", empty)])) as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


def fetched(page: Page, address: str, **options: Any) -> dict[str, Any]:
    """Let the page fetch an address, and give what its scripts may see of the answer."""
    answer: dict[str, Any] = page.evaluate(FETCH, [address, options])
    return answer


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (f"{HERE}/places.json?yes=1", "application/json"),
        (f"{HERE}/places.csv?yes=1", "text/csv"),
        (f"{HERE}/there.json?place=a", "application/json"),
        (f"{HERE}/there.csv?place=a", "text/csv"),
        (f"{FILES}/data/places.csv", "text/csv"),
        (f"{FILES}/datapackage.json", "application/json"),
        ("/record/1.0.0/places/a.json", "application/json"),
        ("/feed.atom", "application/atom+xml"),
    ],
)
def test_it_reads_data_and_their_headers(elsewhere: Page, site: str, path: str, kind: str) -> None:
    """The digest among them, by which it need not fetch them again."""
    answer = fetched(elsewhere, site + path)
    assert (answer["status"], answer["type"]) == (200, "cors"), answer["text"]
    assert answer["headers"]["content-type"].startswith(kind)
    tag = answer["headers"]["etag"]
    # A header that is not plain lets the browser ask first whether it may.
    again = fetched(elsewhere, site + path, headers={"If-None-Match": tag}, cache="no-store")
    assert again["status"] == 304
    head = fetched(elsewhere, site + path, method="HEAD", cache="no-store")
    assert (head["status"], head["text"]) == (200, "")
    assert head["headers"]["etag"] == tag


@pytest.mark.parametrize(
    ("path", "end"),
    [
        ("/latest/places.csv", f"{FILES}/data/places.csv"),
        (f"{HERE}/places.csv", f"{FILES}/data/places.csv"),
        ("/latest/places.json?_size=1", f"{HERE}/places.json?_size=1"),
        ("/record/latest/places/a.json", "/record/1.0.0/places/a.json"),
    ],
)
def test_it_follows_redirects(elsewhere: Page, site: str, path: str, end: str) -> None:
    """To the same bytes."""
    answer = fetched(elsewhere, site + path)
    assert answer["status"] == 200 and answer["redirected"]
    assert answer["text"] == fetched(elsewhere, site + end)["text"]


def test_it_reads_a_range_of_a_file(elsewhere: Page, site: str) -> None:
    """As a reader of Parquet in a browser does."""
    address = f"{site}{FILES}/parquet/places.parquet"
    answer = fetched(elsewhere, address, headers={"Range": "bytes=0-3"})
    assert (answer["status"], answer["text"]) == (206, "PAR1")
    assert answer["headers"]["content-range"].startswith("bytes 0-3/")


def test_it_reads_why_an_address_is_refused(elsewhere: Page, site: str) -> None:
    """The sentence, not a failure without words."""
    for path, status in (
        ("/places.json?_next=x,y", 400),
        ("/nope.json", 404),
        (".json?sql=x", 400),
    ):
        answer = fetched(elsewhere, site + HERE + path)
        assert answer["status"] == status and '"ok": false' in answer["text"].replace('":f', '": f')


def test_it_walks_through_all_pages(elsewhere: Page, site: str) -> None:
    """By the header of a list, which its scripts may read."""
    following, met = f"{site}{HERE}/pairs.json?_shape=array&_size=9&_sort_desc=after", 0
    while following:
        answer = fetched(elsewhere, following)
        met += answer["text"].count('"place"')
        link = answer["headers"].get("link", "")
        following = link.partition("<")[2].partition(">")[0] if 'rel="next"' in link else ""
    assert met == len(rows()["pairs"])
