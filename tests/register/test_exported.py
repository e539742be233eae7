"""The register as files: every link of every page leads to one, and nothing needs a server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pressmark.export import Exported, export
from pressmark.export.search_file import MOST_BYTES, SEARCH_FILE
from pressmark.public_address import parse_public_address
from pressmark.site import ServedRelease
from pressmark.site.downloads.served_release import list_questions
from tests.browser import WIDTHS, find_violations, keep_picture, window
from tests.register.test_browser import SCHEMES, look
from tests.site.file_server import note_faults, serve_files
from tests.site.test_exported import OFFERED, broken_links, pages_of

pytestmark = pytest.mark.thorough  # every page of every release is made
PUBLIC = "https://data.example.org/faces"


@pytest.fixture(scope="module")
def exported(
    published: tuple[ServedRelease, ...], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Exported]:
    """Export every release; its records' pages are those of any package."""
    folder = tmp_path_factory.mktemp("exported") / "faces"
    return folder, export(published, folder, public=parse_public_address(PUBLIC), records="none")


def test_every_link_of_the_register_leads_to_a_file(exported: tuple[Path, Exported]) -> None:
    assert broken_links(exported[0], PUBLIC) == []


def test_every_question_and_every_table_of_the_register_has_a_page(
    exported: tuple[Path, Exported], newest: ServedRelease
) -> None:
    folder = exported[0] / newest.database_name
    names = [each.name for each in (*list_questions(newest), *newest.package.views)]
    refused = {each.rpartition("/")[2] for each in exported[1].refused}
    for name in {*names, *(each.name for each in newest.package.tables)} - refused:
        assert (folder / name / "index.html").is_file(), name
    # What is computed of everything may take longer than a page is given.
    assert refused <= {each.name for each in newest.package.views}


def test_the_register_offers_nothing_that_needs_a_server(
    exported: tuple[Path, Exported], newest: ServedRelease
) -> None:
    for path in pages_of(exported[0]):
        text = path.read_text("utf-8")
        assert not [each for each in OFFERED if each in text], path
    database = newest.database_name
    left = (f"/{database}/", "/record/", "/face-recognition-governance-")
    paths = {each.removeprefix("/faces").partition("?")[0] for each in exported[1].unlinked}
    assert {each for each in paths if not each.startswith(left)} == set()
    assert {each for each in paths if each.startswith(left[0]) and each.count("/") == 2} == set(
        exported[1].refused
    )


def test_the_index_of_the_register_fits_and_holds_every_place(
    exported: tuple[Path, Exported], newest: ServedRelease
) -> None:
    text = (exported[0] / SEARCH_FILE).read_bytes()
    index = json.loads(text)
    titles = [each["title"] for each in index["tables"]]
    places = titles.index(newest.package.table("places").resource.title)
    held = [each for each in index["records"] if each[0] == places]
    assert len(text) <= MOST_BYTES and len(held) == newest.records["places"]
    assert 0 < index["held"] <= index["of"] == sum(newest.records.values())


LOOKED_AT = (
    "index.html", "releases/index.html", "releases/3.0.0/", "search/index.html?q=Portland",
    "dictionary/3.0.0/instruments/index.html", "method/3.0.0/", "404.html",
    "face-recognition-governance-3-0-0/index.html",
    "face-recognition-governance-3-0-0/evidence/page-2/index.html",
    "face-recognition-governance-3-0-0/status_on/index.html",
    "find/3.0.0/places/index.html?key=us-va",
)  # fmt: skip
"""A page of each kind."""


@pytest.fixture(scope="module")
def looking(
    exported: tuple[Path, Exported], browser: Browser
) -> Iterator[tuple[Page, str, list[str]]]:
    """Open a window on a plain server of these files, and note what it says."""
    with serve_files(exported[0].parent) as host, window(browser, scripts=True) as page:
        yield page, f"{host}/faces", note_faults(page, f"{host}/faces")


@pytest.mark.parametrize("path", LOOKED_AT)
def test_no_page_of_the_files_keeps_anyone_out(
    looking: tuple[Page, str, list[str]], path: str
) -> None:
    """On a phone in light colors, at a desk in dark ones; nothing is asked of anybody else."""
    page, files, said = looking
    said.clear()
    page.goto(f"{files}/{path}")
    if path.startswith("find/"):
        expect(page.get_by_role("heading", level=1)).to_have_text("Virginia", timeout=60_000)
    for width, scheme in zip(WIDTHS, SCHEMES, strict=True):
        look(page, width, scheme)
        keep_picture(page, f"files-{path.replace('/', '-')}-{width}-{scheme}")
        assert find_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []


def test_the_search_of_the_files_shows_places_before_their_evidence(
    looking: tuple[Page, str, list[str]],
) -> None:
    page, files, _ = looking
    page.goto(f"{files}/search/index.html?q=Portland")
    expect(page.locator("#found h2").first).to_have_text("Places")
