"""Reporter, lawyer and researcher reach what they came for, on a desk and a phone, no script."""

import re
from collections.abc import Iterator

import duckdb
import pytest
from playwright.sync_api import Browser, Page, expect

from pressmark.site import ServedRelease
from tests.browser import cleared, keep_picture, window
from tests.register.authored import VERSION

DESK, PHONE = (1280, 800), (390, 844)
PORTLAND = f"/record/{VERSION}/places/us-me-portland"
SENTENCE = "Police may not use face recognition here"
MAP = 'svg.chart[aria-label*=": map of "]'
LINKS = "[...chart.querySelectorAll('a[href]')]"
CONFIRMED = "As last confirmed on 18 May 2021."


@pytest.fixture(scope="module")
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """Open a window without JavaScript."""
    with window(browser, base_url=address) as page:
        yield page


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(plain: Page, request: pytest.FixtureRequest) -> Page:
    """Make it as wide as a desk and as a phone."""
    return cleared(plain, *request.param)


def seen(page: Page, name: str) -> None:
    """Keep pictures of what a reader sees first, by day and by night."""
    width = (page.viewport_size or {"width": 0})["width"]
    page.emulate_media(color_scheme="dark")
    keep_picture(page, f"reader-{name}-{width}-dark")
    page.emulate_media(color_scheme="light")
    keep_picture(page, f"reader-{name}-{width}-light")


def read_at_once(page: Page, name: str) -> None:
    """Read Portland's answer, the day for which a source speaks, and nothing scrolled."""
    expect(page).to_have_url(re.compile(re.escape(PORTLAND) + r"(\?.*)?$"))
    for part, told in ((".says", SENTENCE), (".certainty", CONFIRMED)):
        place = page.locator(f".answer {part}").first
        expect(place).to_contain_text(told)
        expect(place).to_be_in_viewport(ratio=1)
    assert page.evaluate("window.scrollY") == 0
    seen(page, name)


@pytest.mark.parametrize("way", ["list", "map", "form"])
def test_a_reporter_is_one_click_from_a_true_sentence(page: Page, way: str) -> None:
    page.goto("/")
    if way == "form":
        page.get_by_label("Name").fill("Portland, Maine")
        page.get_by_role("button", name="See the answer").click()
    else:
        within = page.locator(MAP if way == "map" else ".names")
        links = within.locator(f'a[href="{PORTLAND}"]')
        if page.viewport_size == {"width": PHONE[0], "height": PHONE[1]} and way == "list":
            # A phone shows the first of a long list, and the others at a tap.
            page.locator("label.phone").first.click()
        shown = next(each for each in links.all() if each.is_visible())
        # A link in a drawing has a box as wide as its label: its mark is what is pressed.
        shown.locator(".mark").click() if way == "map" else shown.click()
    read_at_once(page, f"reporter-{way}")


def test_a_reporter_who_searches_reads_it_in_the_results(page: Page) -> None:
    page.goto("/")
    boxes = page.get_by_role("searchbox").all()
    box = next(each for each in boxes if each.is_visible())
    box.fill("Portland Maine")
    box.press("Enter")
    hit = page.locator(".hits li").filter(has=page.locator(f'a[href="{PORTLAND}"]'))
    expect(hit).to_contain_text(SENTENCE)
    expect(hit).to_contain_text(f"Barred. {CONFIRMED}")
    expect(hit).to_be_in_viewport(ratio=1)
    seen(page, "reporter-search")


def test_a_lawyer_reads_virginia_on_a_day_on_one_page(page: Page) -> None:
    """Status on that day, what is excepted and by which sections, from the page alone."""
    page.goto(f"/record/{VERSION}/instruments/us-va-1?day=2021-08-15")
    expect(page.locator(".says")).to_have_text("This rule is in force")
    expect(page.locator(".says")).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("Answer for another day")).to_have_value("2021-08-15")
    for told in ("the state police", "airport police", "unless a statute allows it",
                 "section 23.1-815.1 B"):  # fmt: skip
        reading = page.get_by_text(told).first
        reading.scroll_into_view_if_needed()
        expect(reading).to_be_in_viewport()
    seen(page, "lawyer")


def test_a_researcher_finds_the_line_that_loads_everything(
    page: Page, newest: ServedRelease
) -> None:
    """One click from the front page and one to open it; beside the file it has every table."""
    page.goto("/")
    page.locator(f'a[href="/releases/{VERSION}/"]').filter(visible=True).first.click()
    page.locator("summary", has_text="DuckDB").last.click()
    lines = page.get_by_role("region", name="DuckDB")
    expect(lines).to_be_in_viewport()
    line = lines.inner_text().splitlines()[0]
    seen(page, "researcher")
    with duckdb.connect() as connection:
        file = newest.database.with_suffix(".duckdb")
        connection.execute(line.replace(file.name, str(file)))
        rows = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'release'"
        ).fetchall()
    assert {name for (name,) in rows} >= {each.name for each in newest.package.tables}


def test_the_keyboard_reaches_every_mark_of_the_map(page: Page) -> None:
    """In turn, each with its sentence, and Enter leads to the place."""
    page.goto("/")
    chart = next(each for each in page.locator(MAP).all() if each.is_visible())
    told = chart.evaluate(f"chart => {LINKS}.map(it => it.querySelector('title').textContent)")
    assert len(told) > 30 and all(told)
    chart.locator("a[href]").first.focus()
    page.keyboard.press("Shift+Tab")
    assert chart.evaluate("chart => !chart.contains(document.activeElement)")
    there = f"(chart, it) => {LINKS}.findIndex(each => each.getAttribute('href') === it)"
    portland = chart.evaluate(there, PORTLAND)
    assert portland >= 0
    for number in range(portland + 1):
        page.keyboard.press("Tab")
        assert chart.evaluate(f"chart => {LINKS}.indexOf(document.activeElement)") == number
    page.keyboard.press("Enter")
    read_at_once(page, "keyboard")
