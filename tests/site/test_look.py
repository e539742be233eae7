"""The look: one small sheet, both schemes readable by all eyes, every class of use, no bad word."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from pressmark.public_address import PublicAddress
from pressmark.site import ServedRelease, build_app
from pressmark.site.address import link_static
from pressmark.site.content.citation import Contact
from pressmark.site.own_files import STATIC_FILES
from pressmark.site.pages.look import FACES, write_fonts_sheet
from tests.site.colors import EYES, contrast, lab, linear, seen, unlikeness
from tests.site.visitor import Visitor

SITE = Path(__file__).parents[2] / "pipeline/pressmark/site"
SHEET = (STATIC_FILES / "site.css").read_text("utf-8")
TEMPLATES = {path.name: path.read_text("utf-8") for path in SITE.glob("templates/*.html")}
MODULES = {path.name: path.read_text("utf-8") for path in SITE.rglob("*.py")}
STATUSES = ("barred", "excp", "cond", "halt", "ended", "disp", "none")
PROPERTY = re.compile(r"(--[a-z0-9-]+): ([^;]+);")
LIGHT, DARK = (
    dict(PROPERTY.findall(block)) for block in re.findall(r":root \{([^}]*)\}", SHEET)[:2]
)
CLASS = re.compile(r"\.([a-z][a-z0-9-]*)")
NEVER = (
    "is less than being in force", "less than in force", "acquire of", "is recorded as company",
    "not thereby allowed", "no_later_event_found",
)  # fmt: skip
"""What no reader is to meet, as the design of the pages says."""


def schemes() -> dict[str, dict[str, str]]:
    """Give the values of every property, in light and in dark."""
    return {"light": LIGHT, "dark": LIGHT | DARK}


def test_the_sheet_is_small_and_the_fonts_are_too() -> None:
    assert len(SHEET.encode()) <= 25_000
    fonts = [STATIC_FILES / "fonts" / file for _, file, _ in FACES]
    assert sum(path.stat().st_size for path in fonts) <= 60_000
    assert all(path.read_bytes().startswith(b"wOF2") for path in fonts)


def test_each_font_comes_with_its_license() -> None:
    """Of Source Serif the name is reserved, so its part has another."""
    texts = [path.read_text("utf-8") for path in (STATIC_FILES / "fonts").glob("*.txt")]
    assert len(texts) == len(FACES)
    assert all("SIL OPEN FONT LICENSE Version 1.1" in text for text in texts)
    assert all(text.startswith("Copyright ") for text in texts)
    assert not any("Source" in family for family, _, _ in FACES)
    for family, _, _ in FACES:
        assert f'"{family}"' in SHEET
        assert f'font-family: "{family}"' in write_fonts_sheet().decode()


def test_what_pages_look_like_is_kept_for_a_year(visitor: Visitor) -> None:
    """At the address that names the content; at another for a short while."""
    kinds = {
        "site.css": "text/css; charset=utf-8",
        "fonts.css": "text/css; charset=utf-8",
        "icon.svg": "image/svg+xml",
        "fonts/public-sans.woff2": "font/woff2",
        "fonts/OFL-public-sans.txt": "text/plain; charset=utf-8",
    }
    for name, kind in kinds.items():
        answer = visitor.get(link_static(name))
        assert answer.headers["content-type"] == kind
        assert answer.headers["cache-control"] == "public, immutable, max-age=31536000"
        plain = visitor.get(link_static(name).partition("?")[0])
        assert plain.headers["cache-control"] == "max-age=60"
        assert plain.content == answer.content
    for name in ("fonts", "site.js", "../site.py", "fonts/", ""):
        assert visitor.get(link_static("site.css").replace("site.css", name)).status_code == 404


def test_properties_are_said_once_and_used() -> None:
    """Dark changes colors and nothing else."""
    for block in re.findall(r":root \{([^}]*)\}", SHEET)[:2]:
        names = [name for name, _ in PROPERTY.findall(block)]
        assert len(names) == len(set(names))
    assert DARK.keys() <= LIGHT.keys()
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", SHEET))
    assert used == LIGHT.keys()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_can_be_read(scheme: str) -> None:
    """Text has a contrast of 4.5 at least, marks and borders of controls of 3 (WCAG 2.2, 1.4)."""
    told = schemes()[scheme]
    for ground in ("--bg", "--surface"):
        for text in ("--ink", "--muted", "--accent"):
            assert contrast(told[text], told[ground]) >= 4.5, (text, ground)
        for mark in ("--line2", *(f"--{each}" for each in STATUSES)):
            assert contrast(told[mark], told[ground]) >= 3, (mark, ground)
    assert contrast(told["--on-accent"], told["--accent"]) >= 4.5


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_two_statuses_look_alike(scheme: str, eyes: str) -> None:
    """For eyes that see all colors, and for those that do not."""
    told = schemes()[scheme]
    for first, second in combinations(STATUSES, 2):
        colors = (seen(told[f"--{each}"], eyes) for each in (first, second))
        assert unlikeness(*colors) >= 10, (first, second)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((100, 0.005, -0.010), (0, 0, 0), 100),
    ],
)
def test_unlikeness_is_computed_as_published(
    first: tuple[float, float, float], second: tuple[float, float, float], expected: float
) -> None:
    """Pairs of Sharma, Wu and Dalal; either way round."""
    assert unlikeness(first, second) == pytest.approx(expected, abs=1e-3)
    assert unlikeness(second, first) == pytest.approx(expected, abs=1e-3)


def test_colors_that_are_too_near_are_seen() -> None:
    """Two plain ambers are one to eyes without red."""
    assert unlikeness(seen("#b28005", "no red"), seen("#9a7d0a", "no red")) < 10
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert lab(linear("#fff"))[0] == pytest.approx(100, abs=0.01)


def classes_of_sheet() -> set[str]:
    """List the classes of the stylesheet."""
    rules = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", SHEET, flags=re.DOTALL)
    selectors = re.findall(r"([^{};]+)\{", rules)
    return {name for each in selectors for name in CLASS.findall(each)}


def classes_of(template: str) -> set[str]:
    """List the classes that a template writes, those in its expressions too."""
    found: set[str] = set()
    for value in re.findall(r'\bclass="((?:\{\{.*?\}\}|\{%.*?%\}|[^"{])*)"', template):
        expressions = re.findall(r"\{\{(.*?)\}\}", value)
        plain = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", value)
        words = [plain, *(text for each in expressions for text in re.findall(r'"([^"]*)"', each))]
        found |= {word for each in words for word in each.split() if not word.endswith("-")}
    return found


def test_templates_use_no_class_that_the_sheet_does_not_know() -> None:
    known = classes_of_sheet()
    wrong = {name: classes_of(text) - known for name, text in TEMPLATES.items()}
    assert {name: each for name, each in wrong.items() if each} == {}


def test_the_sheet_has_no_class_that_nobody_uses() -> None:
    """Marks are named by the project that is served, and everything else by templates and code."""
    source = "\n".join([*TEMPLATES.values(), *MODULES.values()])
    words = set(re.findall(r"[a-z][a-z0-9-]*", source))
    beginnings = ("fill-", "stroke-", *re.findall(r"\b([a-z][a-z0-9-]*-)\{", source))
    unused = classes_of_sheet() - words - set(STATUSES)
    assert {each for each in unused if not each.startswith(beginnings)} == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_brings_a_look_or_a_script_of_its_own(name: str) -> None:
    text = TEMPLATES[name]
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text)
    # What a page that is a file has is a script of ours, and no page that is served has any.
    of_files = r"{% if not is_served\(\) %}<script type=.module. src=.{{ [^>]* }}.></script>"
    scripts = re.findall(r"<script[^>]*>", re.sub(of_files, "", text))
    data = ('<script type="application/ld+json">', '<script type="application/json" id="reading">')
    assert set(scripts) <= set(data)


def test_no_template_says_what_readers_do_not_understand() -> None:
    for name, text in TEMPLATES.items():
        assert [each for each in NEVER if each in text] == [], name


PAGES = ("/", "/releases", "/releases/1.10.0/", "/dictionary/1.10.0/people", "/search?q=ada",
         "/odd-things-1-10-0/people", "/odd-things-1-10-0/living_in?town=ber", "/nope")  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_is_shared_says_what_it_is(visitor: Visitor, address: str) -> None:
    """Its title and a sentence, in the words of previews; nothing of what nobody knows."""
    page = visitor.get(address).text
    title, *_ = re.findall(r"<title>([^<]+)</title>", page)
    assert f'<meta property="og:title" content="{title}">' in page
    (told,) = re.findall(r'<meta name="description" content="([^"]+)">', page)
    assert f'<meta property="og:description" content="{told}">' in page
    assert "og:url" not in page and "og:image" not in page


def test_a_shared_page_has_its_whole_address(releases: tuple[ServedRelease, ...]) -> None:
    """Where the site was told its own, with what was asked; so has a report of an error."""
    told = Visitor(build_app(releases, public=PublicAddress("https://data.example", "/x")))
    page = told.text("/search?q=a%20b")
    assert '<meta property="og:url" content="https://data.example/x/search?q=a%20b">' in page


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("mailto:a@example.org", "mailto:a@example.org?subject=An%20%26%20error&body=%2Fp%0A"),
        ("https://a.example/issues/new", "https://a.example/issues/new?title=An%20%26%20error&bo"),
        ("https://a.example/issues/new?labels=x", "https://a.example/issues/new?labels=x&title=An"),
        ("https://a.example/contact", "https://a.example/contact"),
    ],
)
def test_a_report_is_filled_in_where_it_can_be(address: str, expected: str) -> None:
    found = Contact("A", address).report("An & error", "/p")
    assert found.startswith(expected)
    assert (found == address) is address.endswith("/contact")
