"""What a reader sees first of the register's pages, in a real browser on a desk and on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from pressmark.package.project import read_project
from pressmark.site import ServedRelease, build_app
from tests.browser import served
from tests.register.test_records import ROOT

DESK, PHONE = (1280, 800), (390, 844)
SCREENS = {DESK: 1, PHONE: 2}
"""How many screens the answer may take."""
MOST_SCREENS = 12
"""How many screens of a phone a page may take."""
HERE = f"/record/{read_project(ROOT).version}"
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
LONG = (*ANSWERED[1:], f"{HERE}/places/us", f"{HERE}/instruments/us-ca-san-francisco-1")


@pytest.fixture(scope="module")
def site(published: tuple[ServedRelease, ...]) -> Iterator[str]:
    """The address at which all releases are served."""
    with served(build_app(published)) as address:
        yield address


@pytest.mark.parametrize("path", ANSWERED)
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_answer_is_read_without_searching(
    browser: Browser, site: str, path: str, screen: tuple[int, int]
) -> None:
    """Sentence, mark and certainty with its status; on a phone within two screens, no script."""
    width, height = screen
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(site + path)
    low = height * SCREENS[screen]
    for part in (".answer > .mark", ".answer .says", ".answer .certainty"):
        box = page.locator(part).first.bounding_box()
        assert box is not None, part
        assert box["width"] > 0 and box["y"] + box["height"] <= low, part
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, part
    assert page.locator(".answer .says").inner_text()
    context.close()


@pytest.mark.parametrize("path", LONG)
def test_no_page_is_longer_than_a_reader_scrolls(browser: Browser, site: str, path: str) -> None:
    width, height = PHONE
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(site + path)
    tall, wide = page.evaluate(
        "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
    )
    assert tall <= height * MOST_SCREENS
    assert wide <= width
    page.close()


def test_a_place_is_found_on_a_day_without_a_script(browser: Browser, site: str) -> None:
    """From the front page to the answer in one form."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_label("Name").fill("Portland, Maine")
    page.get_by_label("On this day").fill("2020-08-15")
    page.get_by_role("button", name="See the answer").click()
    assert page.url.endswith(f"{HERE}/places/us-me-portland?day=2020-08-15")
    assert "takes effect on or about 2 September 2020" in page.locator(".says").inner_text()
    page.get_by_label("Answer for another day").fill("2022-01-01")
    page.get_by_role("button", name="Go").click()
    assert page.url.endswith("?day=2022-01-01")
    assert page.locator(".says").inner_text() == "Police may not use face recognition here"
    context.close()
