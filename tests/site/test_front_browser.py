"""The charts in a real browser: seen at both widths, reached by keyboard, without a script."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.responses import HTMLResponse

from pressmark.site import build_app
from tests.browser import WIDTHS, cleared, find_violations, served, window
from tests.site.charts.drawings import TWO
from tests.site.packages import descriptor, publish
from tests.site.test_pictures import PAGES, SHAPES

EVERY_RULE = {"resultTypes": ["violations"]}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a release with a map and statuses over time."""
    folder = tmp_path_factory.mktemp("drawn")
    release = publish(folder, descriptor("1.0.0"))
    with served(build_app([replace(release, pages=PAGES, shapes=((SHAPES, TWO),))])) as address:
        yield address


@pytest.fixture(scope="module")
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """Open a window without JavaScript."""
    with window(browser, base_url=address) as page:
        yield page


@pytest.fixture(scope="module")
def scripted(browser: Browser, address: str) -> Iterator[Page]:
    """Open a window with JavaScript, axe's too."""
    with window(browser, scripts=True, base_url=address, bypass_csp=True) as page:
        yield page


def opened(plain: Page, width: int) -> Page:
    """Show the front page in a window of some width."""
    page = cleared(plain, width, 800)
    page.goto("/")
    return page


@pytest.mark.parametrize(
    ("width", "seen", "unseen"), [(390, "narrow", "broad"), (1280, "broad", "narrow")]
)
def test_the_map_that_suits_the_window_is_shown(
    plain: Page, width: int, seen: str, unseen: str
) -> None:
    """Whole, with its name, its land, marks and letters large enough."""
    page = opened(plain, width)
    shown = page.locator(f".chart.{seen}")
    expect(shown).to_be_visible()
    expect(page.locator(f".chart.{unseen}")).to_be_hidden()
    box = shown.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
    for mark in shown.locator("a .mark").all():
        size = mark.bounding_box()
        assert size is not None and min(size["width"], size["height"]) >= 8
    if seen == "broad":
        letters = shown.locator("a text").first.bounding_box()
        assert letters is not None and letters["height"] >= 11
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_layer_is_chosen_by_keyboard_without_a_script(plain: Page) -> None:
    page = opened(plain, 1280)
    towns = page.locator(".chart.broad a.layer-2")
    areas = page.locator(".chart.broad a.layer-1")
    expect(towns).to_be_visible()
    page.locator(".pick-0").focus()
    page.keyboard.press("ArrowRight")
    expect(areas).to_be_visible()
    expect(towns).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(areas).to_be_hidden()
    expect(towns).to_be_visible()
    expect(page.locator(".chart.broad .shaded")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1280])
def test_each_mark_is_reached_by_keyboard(plain: Page, width: int) -> None:
    page = opened(plain, width)
    form = "narrow" if width < 640 else "broad"
    wanted = page.locator(f".chart.{form} a, .lane svg a").count()
    reached, met = set(), list[str]()
    while met.count("Skip to content") <= 1:
        assert len(met) < 150, met
        page.keyboard.press("Tab")
        found, text = page.evaluate(
            "() => { const it = document.activeElement;"
            " return [it.closest('svg') ? it.querySelector('title').textContent"
            " + it.closest('svg').getAttribute('class') : null, it.textContent.trim()] }"
        )
        reached |= {found} - {None}
        met.append(text)
    assert len(reached) == wanted == 3


def test_the_colors_of_a_map_follow_the_scheme(plain: Page) -> None:
    colors = set()
    page = opened(plain, 1280)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        mark = page.locator(".chart.broad .mark").first
        colors.add(mark.evaluate("each => getComputedStyle(each).fill"))
    assert len(colors) == 2


@pytest.mark.parametrize(
    "path", ["/", "/embed/1.0.0/map", "/embed/1.0.0/lanes", "/dictionary/1.0.0/numbers"]
)
def test_axe_finds_nothing(scripted: Page, path: str) -> None:
    """Also with every fold open; the console stays empty."""
    page = cleared(scripted)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert find_violations(page, EVERY_RULE) == []
    assert said == []


def test_another_site_may_frame_a_picture_and_nothing_else(browser: Browser, address: str) -> None:
    body = "".join(
        f'<iframe id="{name}" src="{address}{path}"></iframe>'
        for name, path in (("a", "/embed/1.0.0/map"), ("b", "/"))
    )
    with served(HTMLResponse(body)) as elsewhere:
        page = browser.new_page()
        page.goto(elsewhere)
        expect(page.frame_locator("#a").locator(".chart").first).to_be_attached()
        expect(page.frame_locator("#b").locator(".chart")).to_have_count(0)
        page.close()


def test_a_click_marks_all_lines_to_copy(scripted: Page) -> None:
    """Without a script of ours: one click, and the keys that copy."""
    page = cleared(scripted)
    page.goto("/releases/1.0.0/")
    page.locator("summary", has_text="Python").first.click()
    lines = page.get_by_role("region", name="Python")
    lines.click()
    marked = page.evaluate("getSelection().toString()")
    assert marked.strip() == lines.inner_text().strip()
    assert marked.startswith("import csv")
