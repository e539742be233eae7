"""The page in a real browser, on phone and desk, without JavaScript."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from pressmark.report import html
from tests.browser import WIDTHS, cleared, window
from tests.report.reports import HOSTILE, found, report, row


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """Open a window without JavaScript."""
    with window(browser) as page:
        yield page


@pytest.fixture(params=WIDTHS)
def page(plain: Page, tmp_path: Path, request: pytest.FixtureRequest) -> Page:
    """Open the page of a report with four findings, one of them hostile."""
    names = (*(f"field number {number}" for number in range(12)), "effect")
    evil: dict[str, Any] = {
        "message": HOSTILE,
        "hint": HOSTILE,
        "value": HOSTILE,
        "field": "x" * 5000,
    }
    one = report(
        found(),
        found(record=2),
        found("key.primary", field="key", value="a"),
        found("rule.evil", **evil),
        rows={1: row(*(["x" * 300] * 12), "bann", fields=names)},
    )
    file = tmp_path / "report.html"
    file.write_text(html.render(one), encoding="utf-8")
    page = cleared(plain, request.param)
    page.goto(file.as_uri())
    return page


def shown(page: Page) -> int:
    """Count the findings that can be seen."""
    return page.locator(".found:visible").count()


def test_a_reader_chooses_by_rule_and_field(page: Page) -> None:
    assert shown(page) == 4
    page.get_by_label("A value is not one of those allowed").check()
    assert shown(page) == 2
    expect(page.get_by_label("A value is not one of those allowed")).to_be_checked()
    page.get_by_text("Field", exact=True).click()
    assert shown(page) == 2
    page.get_by_role("radio", name="key 1", exact=True).check()
    assert shown(page) == 0
    page.get_by_label("Everything").check()
    assert shown(page) == 1


def test_the_keyboard_chooses_too(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_label("Everything")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("A value is not one of those allowed")).to_be_checked()
    assert shown(page) == 2
    expect(page.locator("label[for=r0]")).to_have_css("outline-style", "solid")


def test_the_wrong_cell_can_be_seen(page: Page) -> None:
    mark = page.locator(".row mark").first
    expect(mark).to_have_text("bann")
    mark.scroll_into_view_if_needed()
    expect(mark).to_be_in_viewport()


def test_nothing_is_wider_than_the_window(page: Page) -> None:
    width = (page.viewport_size or {"width": 0})["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
