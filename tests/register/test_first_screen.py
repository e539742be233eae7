"""What a reader sees first of the register's pages, in a real browser on a desk and on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from pressmark.site import ServedRelease
from pressmark.site.address import link_page
from tests.browser import cleared, window
from tests.register.authored import VERSION

DESK, PHONE = (1280, 800), (390, 844)
SCREENS = {DESK: 1, PHONE: 2}
"""How many screens the answer may take."""
MOST_SCREENS = 12
"""How many screens of a phone a page may take."""
HERE = f"/record/{VERSION}"
ANSWERED = (
    "/",
    f"{HERE}/places/us-me-portland",
    f"{HERE}/places/us-va",
    f"{HERE}/places/us-me",
    f"{HERE}/places/us-ak",
    f"{HERE}/places/us-ms-jackson",
    f"{HERE}/instruments/us-va-1?day=2021-08-15",
    f"{HERE}/instruments/us-va-2",
    f"{HERE}/instruments/us-md-baltimore-1",
    f"{HERE}/organizations/amazon",
)
LONG = (
    f"{HERE}/places/us",
    f"{HERE}/instruments/us-ca-san-francisco-1",
    "/method",
    "/search?q=police",
    "/latest",
)


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open a window without JavaScript, which tests clear."""
    with window(browser, base_url=address) as opened:
        yield opened


@pytest.mark.parametrize("path", ANSWERED)
def test_the_answer_is_read_without_searching(page: Page, path: str) -> None:
    """Sentence, mark and certainty with its status; on a phone within two screens, no script.

    The front page counts places of several statuses, so its marks stand in the strip.
    """
    cleared(page, *DESK).goto(path)
    mark = ".strip .mark" if path == "/" else ".answer > .mark"
    for (width, height), screens in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        for part in (mark, ".answer .says", ".answer .certainty"):
            box = page.locator(part).first.bounding_box()
            assert box is not None, part
            assert box["width"] > 0 and box["y"] + box["height"] <= height * screens, part
            assert box["x"] >= 0 and box["x"] + box["width"] <= width, part
    assert page.locator(".answer .says").inner_text()
    refuse_long(page)


def refuse_long(page: Page) -> None:
    """Assert that a page on a phone is no longer than a reader scrolls, and no wider than it."""
    width, height = PHONE
    assert page.viewport_size == {"width": width, "height": height}
    tall, wide = page.evaluate(
        "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
    )
    assert tall <= height * MOST_SCREENS, page.url
    assert wide <= width, page.url


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.thorough)])
def test_no_question_table_or_dictionary_is_longer_than_a_reader_scrolls(
    page: Page, newest: ServedRelease, step: int
) -> None:
    """Of so many one, and in `make thorough` of all that there are."""
    names = [each.name for each in newest.package.tables]
    asked = [*names, *(each.name for each in newest.package.queries)]
    paths = [link_page(newest.database_name, each) for each in asked]
    paths += [f"/dictionary/{newest.version}/{each}" for each in names]
    cleared(page, *PHONE)
    for path in paths[::step]:
        page.goto(path, wait_until="domcontentloaded")
        refuse_long(page)


def test_what_a_phone_hides_is_shown_by_a_tap_and_stands_open_on_a_desk(
    page: Page,
) -> None:
    """Without a script, and on paper whatever the width."""
    for (width, height), is_phone in ((DESK, False), (PHONE, True)):
        cleared(page, width, height).goto("/")
        tap = page.locator("label.phone").first
        place = page.get_by_role("link", name="Bellingham, Washington").last
        assert tap.is_visible() == is_phone
        assert place.is_visible() != is_phone
        if is_phone:
            tap.click()
            assert place.is_visible()
            tap.click()
            page.emulate_media(media="print")
            assert place.is_visible() and not tap.is_visible()


@pytest.mark.parametrize("path", LONG)
def test_no_page_is_longer_than_a_reader_scrolls(page: Page, path: str) -> None:
    """Nor are those with an answer, of which it is tested above."""
    cleared(page, *PHONE).goto(path, wait_until="domcontentloaded")
    refuse_long(page)


def test_a_place_is_found_on_a_day_without_a_script(page: Page) -> None:
    """From the front page to the answer in one form."""
    cleared(page).goto("/")
    page.get_by_label("Name").fill("Portland, Maine")
    page.get_by_label("On this day").fill("2020-08-15")
    page.get_by_role("button", name="See the answer").click()
    assert page.url.endswith(f"{HERE}/places/us-me-portland?day=2020-08-15")
    assert "takes effect on or about 2 September 2020" in " ".join(
        page.locator(".says").inner_text().split()
    )
    page.get_by_label("Answer for another day").fill("2022-01-01")
    page.get_by_role("button", name="Go").click()
    assert page.url.endswith("?day=2022-01-01")
    assert page.locator(".says").inner_text() == "Police may not use face recognition here"
