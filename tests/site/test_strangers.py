"""Five strangers' packages that declare nothing: their pages are whole, short, few requests."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request

from pressmark.site import build_app
from pressmark.site.served import read_served_releases
from tests.browser import WIDTHS, cleared, find_violations, keep_picture, served, window
from tests.packages import field, fields, read, write_package

PHONE, SCREEN, MOST_SCREENS, MOST_REQUESTS = 390, 844, 12, 3
LONG = "Wirtschaftsförderungsgesellschaftsbeteiligungsverwaltung"
Tables = dict[str, tuple[dict[str, Any], str]]


def rows(count: int, line: str) -> str:
    """Write so many lines, each with its number."""
    return "".join(line.format(n=number) for number in range(count))


TIDES: Tables = {
    "tides": (
        fields(
            field("station"),
            field("high", "number"),
            field("at", "date"),
            field("kind", constraints={"enum": ["spring", "neap"]}),
            primaryKey=["station", "at"],
        ),
        "station,high,at,kind\n" + rows(60, "s{n},{n}.5,2024-01-01,neap\n"),
    )
}
BARE: Tables = {"numbers": (fields(field("n", "integer")), "n\n" + rows(300, "{n}\n"))}
WIDE: Tables = {
    "wide": (
        fields(
            *(field(f"column_{n:02}", title=f"Column {n}") for n in range(30)),
            primaryKey=["column_00"],
        ),
        ",".join(f"column_{n:02}" for n in range(30))
        + "\n"
        + rows(40, "k{n}" + f",{LONG} and some more words" * 29 + "\n"),
    )
}
MANY: Tables = {
    f"table_{n:02}": (
        fields(field("name"), field("size", "integer"), primaryKey=["name"]),
        "name,size\na,1\n",
    )
    for n in range(30)
}
LETTERS: Tables = {
    "cities": (
        fields(field("name"), field("people", "integer"), field("note"), primaryKey=["name"]),
        f"name,people,note\nالقاهرة,10100166,عاصمة\n東京都,14047594,首都\n{LONG},1,{LONG * 4}\n",  # noqa: RUF001 - Arabic
    )
}
STRANGERS: dict[str, tuple[Tables, dict[str, Any]]] = {
    "tides": (TIDES, {"title": "Tides", "pressmark:contact": "tides@example.org"}),
    "bare": (BARE, {"version": None}),
    "wide": (WIDE, {"title": f"{LONG} {LONG}", "description": f"{LONG}\n\n{'Long. ' * 200}"}),
    "many": (MANY, {"contributors": [{"title": "Ann", "path": "https://example.org/issues/new"}]}),
    "letters": (LETTERS, {"title": "Z\u00fcrich \u90fd\u5e02", "licenses": [{"name": "CC0-1.0"}]}),
}


@pytest.fixture(scope="module", params=STRANGERS)
def looking(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Page]]:
    """Serve a package and open a window on it."""
    folder = tmp_path_factory.mktemp(request.param)
    tables, more = STRANGERS[request.param]
    _, releases = read_served_releases(read(write_package(folder, tables, **more)), folder / "out")
    with (
        served(build_app(releases)) as where,
        window(browser, scripts=True, base_url=where) as page,
    ):
        yield request.param, page


def pages_of(name: str) -> tuple[str, ...]:
    """Give the address of each kind of page of a package."""
    tables, more = STRANGERS[name]
    version = "0.0.0" if more.get("version", "1.0.0") is None else "1.0.0"
    here, table = f"/small-{version.replace('.', '-')}", next(iter(tables))
    return (
        "/", "/releases", f"/releases/{version}/", f"/dictionary/{version}",
        f"/dictionary/{version}/{table}", f"/method/{version}", here, f"{here}/{table}",
        "/search?q=a", f"{here}?sql=select+1", "/nope",
    )  # fmt: skip


def requests_of(page: Page) -> list[str]:
    """List the addresses that a page asks for, as it asks."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    return asked


@pytest.mark.thorough
def test_every_page_is_whole_and_short(looking: tuple[str, Page]) -> None:
    """At both widths it fits, on a phone in twelve screens, for three requests; axe is content.

    It looks at each page of one of the packages, and `make thorough` lets it look at all.
    """
    name, page = looking
    asked = requests_of(page)
    for position, path in enumerate(pages_of(name)):
        cleared(page)
        asked.clear()
        page.goto(path)
        fetched = [each for each in asked if not each.startswith("data:")]
        assert len(fetched) <= MOST_REQUESTS, fetched
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": SCREEN})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            height = page.evaluate("document.documentElement.scrollHeight")
            assert width != PHONE or height <= MOST_SCREENS * SCREEN, (path, height / SCREEN)
            keep_picture(page, f"stranger-{name}-{position}-{width}", whole=True)
        if position % len(STRANGERS) == list(STRANGERS).index(name):
            assert find_violations(page) == [], path


@pytest.mark.thorough
def test_axe_is_content_with_every_page(looking: tuple[str, Page]) -> None:
    name, page = looking
    for path in pages_of(name):
        cleared(page)
        page.goto(path)
        assert find_violations(page) == [], path


def test_it_is_said_who_can_be_told_or_that_nobody_is_named(
    looking: tuple[str, Page],
) -> None:
    """On every page, with its address filled in where the contact takes it."""
    name, page = looking
    page.goto("/releases")
    footer = page.get_by_role("contentinfo")
    told = {
        "tides": (
            "tides@example.org",
            "mailto:tides@example.org?subject=Tides%3A%20an%20error",
        ),
        "many": ("Ann", "https://example.org/issues/new?title=small%3A%20an%20error"),
    }
    if name in told:
        words, beginning = told[name]
        address = footer.get_by_role("link", name=words).get_attribute("href") or ""
        assert address.startswith(beginning)
        assert "&body=%2Freleases%0A" in address
    else:
        assert "No address is named for reporting errors." in footer.inner_text()
    if name != "many":
        assert "Nobody is named as its maker." in footer.inner_text()
