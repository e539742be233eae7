"""The charts and the lines to copy in a real browser."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect

from pressmark.site import build_app, with_charts
from tests.browser import chromium, served
from tests.site.packages import descriptor, publish
from tests.site.test_front import MAP, TIMELINE


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a release with a map and a timeline."""
    folder = tmp_path_factory.mktemp("drawn")
    release = replace(publish(folder, descriptor("1.0.0")), pages=(MAP, TIMELINE))
    with served(build_app(with_charts([release], folder / "charts"))) as address:
        yield address


@pytest.mark.parametrize(
    ("width", "seen", "unseen"), [(390, "narrow", "wide"), (1280, "wide", "narrow")]
)
def test_the_chart_that_suits_the_window_is_shown(
    browser: Browser, address: str, width: int, seen: str, unseen: str
) -> None:
    """Whole, with its name, its letters large enough, and without JavaScript."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=False, base_url=address
    )
    try:
        page = context.new_page()
        page.goto("/")
        shown = page.get_by_role("img", name="The map").and_(page.locator(f".chart.{seen}"))
        expect(shown).to_be_visible()
        expect(page.locator(f".chart.{unseen}").first).to_be_hidden()
        box = shown.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
        letters = page.locator(f".chart.{seen} text").first.bounding_box()
        assert letters is not None and letters["height"] >= 11
        page.get_by_text("The map as a table: 2 rows").click()
        expect(page.get_by_role("link", name="Oakland")).to_be_visible()
        expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    finally:
        context.close()


def test_the_colours_of_a_chart_follow_the_scheme(browser: Browser, address: str) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, color_scheme=scheme, base_url=address
        )
        page = context.new_page()
        page.goto("/")
        mark = page.locator(".chart.wide .fill-mark-1").first
        colours.add(mark.evaluate("each => getComputedStyle(each).fill"))
        context.close()
    assert len(colours) == 2


def test_a_click_marks_all_lines_to_copy(browser: Browser, address: str) -> None:
    """Without a script: one click, and the keys that copy."""
    context = browser.new_context(base_url=address)
    try:
        page = context.new_page()
        page.goto("/releases/1.0.0/")
        page.locator("summary", has_text="Python").first.click()
        lines = page.get_by_role("region", name="Python")
        lines.click()
        marked = page.evaluate("getSelection().toString()")
        assert marked.strip() == lines.inner_text().strip()
        assert marked.startswith("import csv")
    finally:
        context.close()
