"""The register's site in a real browser: every page type judged by axe, walked by keyboard."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import WIDTHS, cleared, find_violations, keep_picture, note_failures, window
from tests.register.authored import VERSION

NEWEST, FIRST = f"/record/{VERSION}", "/record/1.0.0"
TABLES = f"/face-recognition-governance-{VERSION.replace('.', '-')}"
ASKED = "select+place_id,+display_name+from+places+order+by+place_id"
PAGES = {
    "front": "/",
    "search": "/search?q=Portland",
    "search-nothing": "/search?q=zzzz",
    "table": f"{TABLES}/instruments",
    "table-filtered": f"{TABLES}/places?place_type=state",
    "table-wide": f"{TABLES}/evidence?_size=10",
    "tables": TABLES,
    "view": f"{TABLES}/measures?_size=10",
    "question": f"{TABLES}/status_on?date=2021-05-18&place=us-va&actor=&activity=",
    "query": f"{TABLES}?sql={ASKED}",
    "query-wrong": f"{TABLES}?sql=select+nothing+from+nowhere",
    "cite": f"/cite?db={TABLES[1:]}&sql={ASKED}",
    "cite-refused": f"/cite?db={TABLES[1:]}&sql=select+random()",
    "record-virginia": f"{NEWEST}/places/us-va",
    "record-virginia-rule": f"{NEWEST}/instruments/us-va-1",
    "record-new-orleans": f"{NEWEST}/places/us-la-new-orleans",
    "record-springfield": f"{NEWEST}/places/us-ma-springfield",
    "record-portland-maine": f"{NEWEST}/places/us-me-portland",
    "record-portland-oregon": f"{NEWEST}/places/us-or-portland",
    "record-amazon": f"{NEWEST}/organizations/amazon",
    "record-amazon-rule": f"{NEWEST}/instruments/amazon-1",
    "record-event": f"{NEWEST}/events/event-004",
    "record-source": f"{NEWEST}/sources/aclu-20210518",
    "record-first-release": f"{FIRST}/places/us-va",
    "releases": "/releases",
    "release": f"/releases/{VERSION}/",
    "release-first": "/releases/1.0.0/",
    "compare": "/compare/2.0.0/3.0.0",
    "compare-table": "/compare/2.0.0/3.0.0?table=instruments",
    "dictionary": f"/dictionary/{VERSION}",
    "dictionary-table": f"/dictionary/{VERSION}/instruments",
    "method": f"/method/{VERSION}",
    "missing": f"/record/{VERSION}/places/nowhere",
}
EACH_TYPE = (
    "front", "search", "table", "table-filtered", "question", "query", "query-wrong", "cite",
    "cite-refused", "record-virginia", "record-amazon-rule", "record-source", "release",
    "compare", "releases", "dictionary", "dictionary-table", "method", "missing",
)  # fmt: skip
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")
COLORS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
"""What another color scheme can change, which is most of what axe-core computes."""
STOPS = (
    "[...document.querySelectorAll('a[href], button, summary')]"
    ".filter(each => each.checkVisibility({visibilityProperty: true}))"
)
"""Where Tab has to stop; also does it in boxes that are written into or scrolled."""


@pytest.fixture(scope="module")
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """Open a window without JavaScript: what works here works for everyone."""
    with window(browser, base_url=address) as page:
        yield page


@pytest.fixture
def page(plain: Page) -> Page:
    """Show nothing in it."""
    return cleared(plain)


@pytest.fixture(scope="module")
def looking(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """Open a window in which one page after the other is looked at, and note what it says."""
    said: list[str] = []
    with window(browser, scripts=True, base_url=address) as page:
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: said.append(message.text))
        note_failures(page, said)
        yield page, said


@pytest.mark.parametrize(
    "name",
    [pytest.param(each, marks=() if each in EACH_TYPE else pytest.mark.thorough) for each in PAGES],
)
def test_no_page_keeps_anyone_out(looking: tuple[Page, list[str]], name: str) -> None:
    """axe-core finds nothing against WCAG 2.2 AA, the console stays empty, the page fits.

    On a phone in light colors and on a desk in dark ones.
    """
    page, said = looking
    cleared(page)
    said.clear()
    page.goto(PAGES[name])
    for width, scheme in zip(WIDTHS, SCHEMES, strict=True):
        look(page, width, scheme)
        keep_picture(page, f"{name}-{width}-{scheme}", whole=True)
        assert find_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [line for line in said if not expected(line)] == []


@pytest.mark.thorough
@pytest.mark.parametrize("name", EACH_TYPE)
def test_its_colors_can_be_read_the_other_way_round(
    looking: tuple[Page, list[str]], name: str
) -> None:
    """On a phone in dark colors and on a desk in light ones."""
    page, _ = looking
    cleared(page).goto(PAGES[name])
    for width, scheme in zip(WIDTHS, reversed(SCHEMES), strict=True):
        look(page, width, scheme)
        keep_picture(page, f"{name}-{width}-{scheme}", whole=True)
        assert find_violations(page, COLORS) == []


def look(page: Page, width: int, scheme: Scheme) -> None:
    """Look at a page in a window of some width, in light or dark colors."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)


def expected(line: str) -> bool:
    """Whether a line of the console is the browser's word on a page meant to be an error."""
    return line.startswith("Failed to load resource: the server responded with a status of 4")


def walk(page: Page, name: str, *, role: str = "link", nth: int = 0) -> None:
    """Come by Tab to the link or button of that name, and press Enter."""
    press(page, page.get_by_role(role, name=name, exact=True).nth(nth))  # type: ignore[arg-type]


def press(page: Page, wanted: Locator) -> None:
    """Come by Tab to something from what stands before it, and press Enter.

    `test_tab_meets_everything_from_first_to_last` walks there from the beginning of a page.
    """
    wanted.focus()
    page.keyboard.press("Shift+Tab")
    expect(wanted).not_to_be_focused()
    page.keyboard.press("Tab")
    expect(wanted).to_be_focused()
    expect(wanted).to_be_in_viewport()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    "name",
    [
        "releases",
        *(pytest.param(each, marks=pytest.mark.thorough) for each in ("front", "release")),
    ],
)
def test_tab_meets_everything_from_first_to_last(page: Page, name: str) -> None:
    """Every link, button and fold that is shown, in the order in which they stand."""
    page.goto(PAGES[name])
    met = list[int]()
    while met.count(0) <= 1:
        assert len(met) < 400, met
        page.keyboard.press("Tab")
        met.append(page.evaluate(f"{STOPS}.indexOf(document.activeElement)"))
    assert [each for each in met[:-1] if each >= 0] == list(range(page.evaluate(f"{STOPS}.length")))


def test_search_finds_portland_twice_with_its_states(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").first.focus()
    page.keyboard.type("Portland")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Portland, Oregon", exact=True).first).to_be_visible()
    expect(page.get_by_role("link", name="Portland, Maine", exact=True).first).to_be_visible()


def test_a_record_is_reached_and_proven_by_keyboard(page: Page) -> None:
    """From the search to the place, its rule, and the evidence for it."""
    page.goto("/search?q=Portland")
    walk(page, "Portland, Oregon")
    expect(page).to_have_url(f"{address_of(page)}{NEWEST}/places/us-or-portland")
    expect(page.get_by_role("heading", name="Portland, Oregon", level=1)).to_be_visible()
    expect(page.locator("summary", has_text="Evidence").first).to_be_visible()


def test_a_release_is_reached_and_downloaded_by_keyboard(page: Page) -> None:
    page.goto("/")
    walk(page, "Releases")
    walk(page, f"Version {VERSION}")
    expect(page).to_have_url(f"{address_of(page)}/releases/{VERSION}/")
    press(page, page.locator("summary", has_text="Table, CSV"))
    with page.expect_download() as download:
        walk(page, "data/places.csv")
    assert download.value.suggested_filename == "places.csv"


def test_a_table_is_reached_and_filtered_by_keyboard(page: Page) -> None:
    """From the front page, by a list, to the records that are left and one of them."""
    page.goto("/")
    walk(page, "Tables")
    walk(page, "Rules and policies")
    page.locator("summary", has_text="Filter and sort").focus()
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Effect", exact=True).focus()
    page.keyboard.type("Amendment")
    walk(page, "Filter", role="button")
    expect(page.get_by_text("Effect is Amendment")).to_be_visible()
    expect(page.get_by_text("3 records", exact=True).first).to_be_visible()
    walk(page, "Amendment on devices with built-in face recognition (San Francisco)")
    expect(page.locator("summary", has_text="Evidence").first).to_be_visible()


def test_a_question_is_asked_and_its_query_cited_by_keyboard(page: Page) -> None:
    page.goto("/")
    walk(page, "What was the status of each rule on a day?")
    page.get_by_label("date", exact=True).focus()
    # Chromium takes month, day and year in the order of its language.
    page.keyboard.type("08012022")
    walk(page, "Ask", role="button")
    expect(page.get_by_label("date", exact=True)).to_have_value("2022-08-01")
    page.wait_for_url("**date=2022-08-01**")
    walk(page, "Cite this query")
    expect(page.get_by_role("heading", name="Cite this query", level=1)).to_be_visible()
    assert "/cite?" in page.url
    expect(page.get_by_text("sha256", exact=False).first).to_be_visible()


def address_of(page: Page) -> str:
    """Give the site's own address."""
    return "/".join(page.url.split("/")[:3])


def test_a_printed_record_names_its_links_and_has_no_controls(page: Page) -> None:
    page.goto(f"{NEWEST}/instruments/us-va-1")
    expect(page.get_by_role("navigation", name="Site")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Site")).to_be_hidden()
    link = page.locator('main a[href^="http"]').first
    shown = link.evaluate("element => getComputedStyle(element, '::after').content")
    assert "http" in shown


def test_a_place_prints_on_one_page(page: Page) -> None:
    """With its answer, the sources and their addresses; Letter, as people in its country print."""
    page.goto(f"{NEWEST}/places/us-me-portland")
    printed = page.pdf(format="Letter", prefer_css_page_size=True)
    assert re.findall(rb"/Type\s*/Pages\b.*?/Count (\d+)", printed, re.DOTALL) == [b"1"]
