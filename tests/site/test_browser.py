"""The site in a real browser: seen, clicked, walked by keyboard, on phone and desk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from pressmark.site import ServedRelease, build_app
from tests.browser import WIDTHS, cleared, note_failures, served, window

HERE = "/odd-things-1-10-0"
ADDRESSES = [
    "/",
    "/search?q=berlin",
    "/releases",
    "/dictionary/1.10.0",
    "/dictionary/1.10.0/people",
    "/method/1.10.0",
    "/releases/1.10.0/",
    HERE,
    f"{HERE}/people",
    f"{HERE}/people/2",
    f"{HERE}/people?active=1&town__exact=ber&_sort_desc=full_name",
    "/record/1.10.0/people/2",
    "/record/1.10.0/towns/ber",
    "/record/1.10.0/towns/nope",
    f"{HERE}/living_in?town=ber",
    f"{HERE}/living_in",
    f"{HERE}/living_in?town=berl",
    f"{HERE}?sql=select+*+from+people",
    "/nope",
]


@pytest.fixture(scope="module")
def address(releases: tuple[ServedRelease, ...]) -> Iterator[str]:
    """Serve the releases on a free port."""
    with served(build_app(releases)) as where:
        yield where


@pytest.fixture(scope="module")
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """Open a window without JavaScript."""
    with window(browser, base_url=address) as page:
        yield page


@pytest.fixture(params=WIDTHS)
def page(plain: Page, request: pytest.FixtureRequest) -> Page:
    """Make it as wide as a phone and as a desk."""
    return cleared(plain, request.param, 800)


def test_search_leads_from_the_front_page_to_a_record(page: Page) -> None:
    """The box is really there, and so is the one of the table."""
    page.goto("/")
    box = page.get_by_role("searchbox", name="Search all tables")
    expect(box).to_be_visible()
    box.fill("berlin")
    box.press("Enter")
    expect(page.get_by_role("heading", name="Towns")).to_be_visible()
    page.get_by_role("link", name="Towns", exact=True).click()
    expect(page.get_by_text("In Towns alone.")).to_be_visible()
    page.get_by_role("link", name="Berlin", exact=True).first.click()
    expect(page.get_by_role("heading", name="Berlin")).to_be_visible()
    page.goto("/odd-things-1-10-0/towns?_search=berlin")
    box = page.get_by_role("searchbox", name="Search in this table")
    expect(box).to_be_visible()
    expect(box).to_have_value("berlin")


def test_a_question_is_two_clicks_from_its_answer(page: Page) -> None:
    """With the help of the parameter beside its box."""
    page.goto("/")
    page.get_by_role("link", name="Who lives in a town?").click()
    page.get_by_label("town", exact=True).select_option("kre")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("1 row", exact=True)).to_be_visible()


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    """The first stop leads past the header, and every stop is seen."""
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.locator("main").get_by_role("link").first
    expect(first).to_be_focused()
    expect(first).to_have_css("outline-style", "solid")


def test_a_file_arrives_whole(page: Page, releases: tuple[ServedRelease, ...]) -> None:
    """Under its own name."""
    page.goto("/")
    with page.expect_download() as download:
        page.get_by_role("link", name="The whole package, zip archive").click()
    assert download.value.suggested_filename == "odd-things.zip"
    assert (
        download.value.path().read_bytes()
        == (releases[2].package.root / "odd-things.zip").read_bytes()
    )


@pytest.fixture(scope="module")
def looking(browser: Browser, address: str) -> Iterator[tuple[Page, list[str], list[str]]]:
    """Open a window in which one page after the other is looked at; note failures and requests."""
    errors: list[str] = []
    requests: list[str] = []
    with window(browser, scripts=True, base_url=address) as page:
        page.on("pageerror", lambda error: errors.append(str(error)))
        note_failures(page, errors)
        page.on("request", lambda request: requests.append(request.url))
        yield page, errors, requests


@pytest.mark.parametrize("path", ADDRESSES)
def test_pages_fit_and_are_silent(
    looking: tuple[Page, list[str], list[str]], address: str, path: str
) -> None:
    """No page is wider than a phone or a desk, nothing fails to load or is fetched elsewhere."""
    page, errors, requests = looking
    cleared(page)
    errors.clear()
    requests.clear()
    page.goto(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert errors == []
    assert requests and all(request.startswith(address) for request in requests)
