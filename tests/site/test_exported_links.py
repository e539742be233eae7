"""The names of exported files and the links between them, by value."""

import json
from pathlib import Path

import pytest

from pressmark.errors import MachineError, ProjectError
from pressmark.export.choice import read_choice
from pressmark.export.estimate import Estimate
from pressmark.export.links import LinkedFiles, lead_from, list_links
from pressmark.export.pager import choose_numbers, write_pager
from pressmark.export.places import FilePlaces, name_page, normalize, write_step
from pressmark.export.placing import make_place
from pressmark.public_address import parse_public_address

FILES = {
    "/": "index.html",
    "/releases": "releases/index.html",
    "/releases/1.0.0": "releases/1.0.0/index.html",
    "/releases/1.0.0/data/a%20b.csv": "releases/1.0.0/data/a b.csv",
    "/record/1.0.0/t/a": "record/1.0.0/t/a/index.html",
    "/record/1.0.0/t/a.json": "record/1.0.0/t/a.json",
    "/static/site.css": "static/site.css",
}
HERE, PAGE = "/record/1.0.0/t/a", "record/1.0.0/t/a/index.html"


@pytest.mark.parametrize(
    ("step", "written"),
    [
        ("us-va", "us-va"),
        ("a~2Cb", "a~2Cb"),
        ("a/b", "a%2Fb"),
        ("..", "%2E%2E"),
        ("a:b?", "a%3Ab%3F"),
        ("50%", "50%25"),
        ("end.", "end%2E"),
        ("Łódź", "Łódź"),
    ],
)
def test_a_step_is_written_as_every_system_takes_it(step: str, written: str) -> None:
    assert write_step(step) == written


def test_a_long_step_is_cut_and_told_apart() -> None:
    names = {write_step("ä" * 300), write_step("ä" * 301)}
    assert len(names) == 2 and all(len(each.encode()) <= 200 for each in names)


def test_no_two_addresses_have_one_file() -> None:
    places = FilePlaces()
    files = [places.add(each, name_page(each)).file for each in ("/t/A", "/t/a", "/t/A/")]
    assert files == ["t/A/index.html", "t/a/index.html", "t/A/index-2.html"]
    assert places.take("x/README") == "x/README" and places.take("x/README") == "x/README-2"


def test_a_disk_that_takes_two_names_for_one_is_refused(tmp_path: Path) -> None:
    make_place(tmp_path, "t/A/index.html").write_text("A", "utf-8")
    with pytest.raises(MachineError, match="takes capitals for small letters"):
        make_place(tmp_path, "t/A/index.html")
    assert make_place(tmp_path, "t/B/index.html").parent.is_dir()


def test_addresses_of_one_page_are_written_alike() -> None:
    for address in ("/releases", "/releases/", "/releases#x", "/releases/#x"):
        assert normalize(address) == "/releases"
    assert normalize("/") == "/" and normalize("/static/a.css?1234") == "/static/a.css"
    assert normalize("/d/t?_next=3") == "/d/t?_next=3"


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ('<a href="/">Front</a>', '<a href="../../../../index.html">Front</a>'),
        ('<a class="x" href="/releases/#top">All</a>',
         '<a class="x" href="../../../../releases/index.html#top">All</a>'),
        ('<a href="/releases/1.0.0/data/a%20b.csv" download>CSV</a>',
         '<a href="../../../../releases/1.0.0/data/a%20b.csv" download>CSV</a>'),
        ('<a href="/record/1.0.0/t/a.json">JSON</a>', '<a href="../a.json">JSON</a>'),
        ('<a href="b">Beside</a>', "Beside"),
        ('<a href="/d/t?x=1&amp;y=2">Many <b>records</b></a>', "Many <b>records</b>"),
        ('<a href="#part">Part</a>', '<a href="#part">Part</a>'),
        ('<a href="https://example.org/">There</a>', '<a href="https://example.org/">There</a>'),
        ('<a href="mailto:a@example.org">Ada</a>', '<a href="mailto:a@example.org">Ada</a>'),
        ('<link rel="stylesheet" href="/static/site.css?12">',
         '<link rel="stylesheet" href="../../../../static/site.css">'),
        ('<link rel="alternate" href="/nowhere">', ""),
        ('<a href="/nowhere">One</a> <a href="/">two</a>',
         'One <a href="../../../../index.html">two</a>'),
        ('<svg><a href="/nowhere"><path d="M0 0"/></a></svg>', '<svg><path d="M0 0"/></svg>'),
    ],
)  # fmt: skip
def test_a_link_leads_to_a_file_or_is_none(written: str, becomes: str) -> None:
    assert LinkedFiles(FILES).rewrite_page(written, HERE, PAGE) == becomes


def test_what_leads_to_no_file_is_counted() -> None:
    linked = LinkedFiles(FILES)
    linked.rewrite_page('<a href="/x">x</a><a href="/x">x</a><a href="/">y</a>', "/", "index.html")
    assert linked.unlinked == {"/x": 2}


def test_whole_addresses_of_pages_end_in_a_slash() -> None:
    linked = LinkedFiles(FILES, parse_public_address("https://example.org/p"))
    base = "https://example.org/p"
    for written, becomes in (
        (f"See {base}/record/1.0.0/t/a. It", f"See {base}/record/1.0.0/t/a/. It"),
        (f"<{base}/releases/1.0.0/>", f"<{base}/releases/1.0.0/>"),
        (f'"{base}/record/1.0.0/t/a#x"', f'"{base}/record/1.0.0/t/a/#x"'),
        (f"{base}/record/1.0.0/t/a.json", f"{base}/record/1.0.0/t/a.json"),
        (f"{base}/cite?db=d", f"{base}/cite?db=d"),
        ("https://example.organ/record/1.0.0/t/a", "https://example.organ/record/1.0.0/t/a"),
    ):
        assert linked.name_pages(written) == becomes


def test_json_leads_to_files() -> None:
    told = {"address": "/record/1.0.0/t/a", "all": ["/releases/1.0.0/", "/none", 3, None, "//x"]}
    text = LinkedFiles(FILES).rewrite_json(json.dumps(told), HERE, "record/1.0.0/t/a.json")
    assert json.loads(text) == {
        "address": "a/index.html",
        "all": ["../../../releases/1.0.0/index.html", "/none", 3, None, "//x"],
    }


def test_a_sitemap_names_files_alone() -> None:
    linked = LinkedFiles(FILES, parse_public_address("https://example.org"))
    text = (
        "<url><loc>https://example.org/record/1.0.0/t/a</loc></url>\n"
        "<url><loc>https://example.org/record/1.0.0/t/b</loc><lastmod>2026</lastmod></url>\n"
    )
    written = linked.rewrite(text, "/sitemap.xml", "sitemap.xml")
    assert written == "<url><loc>https://example.org/record/1.0.0/t/a/</loc></url>\n"


def test_a_feed_leads_to_files() -> None:
    text = '<link rel="alternate" href="/releases/1.0.0/"/><link href="https://example.org/"/>'
    written = LinkedFiles(FILES).rewrite(text, "/feed.atom", "feed.atom")
    assert written == (
        '<link rel="alternate" href="releases/1.0.0/index.html"/>'
        '<link href="https://example.org/"/>'
    )


def test_a_picture_that_is_no_file_is_not_shared() -> None:
    linked = LinkedFiles({"/share/1.png": "share/1.png"}, parse_public_address("https://a.org"))
    card = '<meta name="twitter:card" content="summary_large_image">'
    for name, kept in (("1", True), ("2", False)):
        page = f'<meta property="og:image" content="https://a.org/share/{name}.png">\n{card}'
        assert (linked.rewrite_page(page, "/", "index.html") == page) is kept
        assert kept or linked.rewrite_page(page, "/", "index.html") == ""


def test_links_are_read_where_a_page_has_them() -> None:
    page = '<a href="/b?x=1&amp;y=2">b</a><a href="c/d#e">c</a><img src="/p.png"><a href="#f">f</a>'
    assert list_links(page, "/t/a") == ["/b?x=1&y=2", "/p.png", "/t/c/d#e"]


def test_a_link_is_relative_to_the_file_in_which_it_stands() -> None:
    assert lead_from("index.html", "a/index.html#b") == "a/index.html#b"
    assert lead_from("a b/index.html", "a%20b/c.csv") == "c.csv"


def test_a_long_table_names_pages_from_the_first_to_the_last() -> None:
    assert list(choose_numbers(0, 3)) == [0, 1, 2]
    some = list(choose_numbers(500, 1000))
    assert some[0] == 0 and some[-1] == 999 and {498, 499, 500, 501, 502} < set(some)
    assert len(some) <= 16


def test_a_page_of_a_table_leads_to_its_neighbors() -> None:
    pages = ["d/t/index.html", "d/t/page-2/index.html", "d/t/page-3/index.html"]
    middle = write_pager(pages, pages[1])
    assert '<a href="../index.html" rel="prev">' in middle and "Page 2 of 3" in middle
    assert '<a href="../page-3/index.html" rel="next">' in middle
    assert 'rel="prev"' not in write_pager(pages, pages[0])
    assert 'rel="next"' not in write_pager(pages, pages[2])
    assert write_pager(pages[:1], pages[0]) == write_pager([], "x") == ""


def test_which_records_have_pages_is_all_cited_or_none() -> None:
    assert read_choice("cited") == "cited"
    with pytest.raises(ProjectError, match="did you mean cited"):
        read_choice("citde")
    with pytest.raises(ProjectError, match="write all, cited or none"):
        read_choice("zzzzzzzz")


def test_what_it_takes_is_said_in_a_sentence() -> None:
    said = Estimate(12_345, 2_000_000, 61.2).phrase()
    assert said == "about 12,345 pages, 2.0 MB with the downloads, 61 seconds"
    assert Estimate(1, 1, 600).phrase().endswith("10 minutes")
    assert Estimate(1, 2, 0.2).phrase() == "about 1 page, 2 bytes with the downloads, 1 second"
    assert Estimate(1, 1, 9, at_least=True).phrase().endswith("records that pages name are more")
