"""The Atom feed: dated by the ledger, named for good, and read by any XML parser."""

import dataclasses
import xml.etree.ElementTree as ET
from html import escape
from pathlib import Path
from typing import Any, Literal

import pytest

from pressmark.public_address import PublicAddress
from pressmark.releases.ledger import Entry
from pressmark.site import ServedFile, ServedRelease, build_app
from pressmark.site.address import serve_at
from pressmark.site.content.feed import render_feed
from tests.site.packages import descriptor, publish
from tests.site.visitor import Visitor

ATOM = "{http://www.w3.org/2005/Atom}"
LAID: dict[str, Any] = {"manifest": "", "files": {}, "previous": None}


def release(folder: Path, version: str, *days: str, **properties: Any) -> ServedRelease:
    """Give a served release of a version, published and spoken of on some days."""
    written = {name: each for name, each in properties.items() if each is not None}
    found = publish(folder / version, {**descriptor(version), **written})
    return dataclasses.replace(found, files=(), days=days)


def parsed(*releases: ServedRelease) -> ET.Element:
    """Read the feed of some releases."""
    with serve_at(PublicAddress("https://data.example")):
        text = render_feed(releases)
    assert text is not None
    return ET.fromstring(text)  # noqa: S314 - likewise


def texts(element: ET.Element, name: str) -> list[str | None]:
    """Give the texts of the elements of one name directly inside another."""
    return [each.text for each in element.findall(ATOM + name)]


def test_a_feed_has_all_that_atom_asks_for(tmp_path: Path) -> None:
    changes = tmp_path / "CHANGES.md"
    changes.write_text("# Of a release\n\nOne & <two>\x07\n", encoding="utf-8")
    second = release(tmp_path, "1.1.0", "2026-12-01", homepage="https://data.example/towns")
    second = dataclasses.replace(second, files=(ServedFile("CHANGES.md", changes, "0" * 64),))
    first = release(tmp_path, "1.0.0", "2026-11-22", homepage="https://data.example/towns")
    first = dataclasses.replace(first, later=(later("annotated", "2027-01-05", reason="Read."),))
    feed = parsed(second, first)
    identifier = "tag:data.example,2026-11-22:" + first.package.name
    assert feed.tag == ATOM + "feed"
    assert texts(feed, "id") == [identifier]
    assert texts(feed, "updated") == ["2027-01-05T00:00:01Z"]
    links = {each.get("rel"): each.get("href") for each in feed.findall(ATOM + "link")}
    assert links == {
        "self": "https://data.example/feed.atom",
        "alternate": "https://data.example/releases",
    }
    news, two, one = feed.findall(ATOM + "entry")
    assert texts(one, "id") == [f"{identifier}/1.1.0"]
    assert texts(two, "id") == [f"{identifier}/1.0.0"]
    assert texts(two, "published") == ["2026-11-22T00:00:00Z"]
    assert texts(two, "updated") == ["2027-01-05T00:00:00Z"]
    assert texts(news, "updated") == ["2027-01-05T00:00:01Z"]
    assert (texts(one, "summary")[0] or "").startswith("<p>One &amp; &lt;two&gt;?</p>")
    assert f"<p>{escape(first.title)}, version 1.0.0</p>" in (texts(two, "summary")[0] or "")
    for part in (feed, one, two, news):
        assert len(texts(part, "title")) == 1 and part.findall(f"{ATOM}author/{ATOM}name")
    assert [each.get("href") for each in two.findall(ATOM + "link")] == [
        "https://data.example/releases/1.0.0/"
    ]


@pytest.mark.parametrize(
    ("properties", "begins"),
    [
        ({"id": "https://doi.org/10.1234/x", "homepage": None}, "https://doi.org/10.1234/x"),
        ({"id": "no address", "homepage": None}, "urn:uuid:"),
        ({"id": None, "homepage": None}, "urn:uuid:"),
        ({"id": None, "homepage": "javascript:alert(1)"}, "urn:uuid:"),
    ],
)
def test_names_stay_what_the_first_release_made_them(
    properties: dict[str, Any], begins: str, tmp_path: Path
) -> None:
    first = release(tmp_path, "1.0.0", "2026-11-22", **properties)
    later = release(tmp_path, "1.1.0", "2026-12-01", id="https://other.example/")
    (alone,) = parsed(first).findall(ATOM + "entry")
    both = parsed(later, first)
    assert (texts(both, "id")[0] or "").startswith(begins)
    identifiers = [texts(each, "id") for each in both.findall(ATOM + "entry")]
    assert identifiers[1] == texts(alone, "id") != identifiers[0]
    assert texts(both, "id") == texts(parsed(first), "id")


def test_the_site_serves_its_feed_and_names_it_where_there_is_one(tmp_path: Path) -> None:
    dated = release(tmp_path, "1.0.0", "2026-11-22")
    visitor = Visitor(build_app([dated]))
    answer = visitor.get("/feed.atom")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert 'href="/releases/1.0.0/"' in answer.text
    assert "/feed.atom" in visitor.text("/releases")
    visitor = Visitor(build_app([dataclasses.replace(dated, days=())]))
    assert visitor.get("/feed.atom").status_code == 404
    assert "/feed.atom" not in visitor.text("/releases")


def later(act: Literal["withdrawn", "annotated"], date: str, **said: str) -> Entry:
    """Give an entry of the ledger that speaks of 1.0.0 again."""
    values: dict[str, Any] = {"act": act, "version": "1.0.0", "date": date, **said}
    return Entry(**values, manifest="", files={}, previous=None)


def test_what_is_said_later_is_news_and_stands_with_the_release(tmp_path: Path) -> None:
    """The same words of a day are said once; every entry has a name of its own."""
    first = dataclasses.replace(
        release(tmp_path, "1.0.0", "2026-11-22", "2026-12-01", "2026-12-02"),
        withdrawn="Wrong <days>.",
        doi="10.1234/ab",
        later=(
            later("annotated", "2026-12-01", doi="10.1234/ab"),
            later("annotated", "2026-12-01", doi="10.1234/ab"),
            later("annotated", "2026-12-01", reason="Read."),
            later("withdrawn", "2026-12-02", reason="Wrong <days>."),
        ),
    )
    second = release(tmp_path, "1.1.0", "2026-11-30")
    entries = parsed(second, first).findall(ATOM + "entry")
    assert [texts(each, "title")[0] for each in entries] == [
        f"{first.title} 1.0.0 is withdrawn",
        f"{first.title} 1.0.0 (withdrawn)",
        f"{first.title} 1.0.0 has a remark",
        f"{first.title} 1.0.0 has a remark",
        f"{first.title} 1.1.0",
    ]
    link = '<p><a href="https://data.example/releases/1.0.0/">Version 1.0.0</a></p>'
    assert [texts(entries[each], "summary") for each in (0, 2, 3)] == [
        [f"<p>Withdrawn on 2026-12-02: Wrong &lt;days&gt;.</p>{link}"],
        [f"<p>Noted on 2026-12-01: Read.</p>{link}"],
        [f"<p>Noted on 2026-12-01: DOI 10.1234/ab.</p>{link}"],
    ]
    moments = [texts(each, "updated")[0] for each in entries]
    assert moments == [
        f"2026-{each}Z"
        for each in ("12-02T00:00:01", "12-02T00:00:00", "12-01T00:00:03", "12-01T00:00:01",
                     "11-30T00:00:00")
    ]  # fmt: skip
    assert len({texts(each, "id")[0] for each in entries}) == len(entries)
    categories = [each.get("term") for each in entries[1].findall(ATOM + "category")]
    assert categories == ["withdrawn", "annotated"]
    said = texts(entries[1], "summary")[0] or ""
    assert said.count("<p>") == 6 and "Withdrawn on 2026-12-02: Wrong &lt;days&gt;." in said
    assert entries[-1].findall(ATOM + "category") == []


def test_what_comes_on_one_day_has_the_order_of_the_ledger(tmp_path: Path) -> None:
    """Versions of one day, out of order, and what was said of one before the next came."""
    acts = (
        Entry(act="published", version="2.0.0", date="2026-11-23", **LAID),
        Entry(act="annotated", version="2.0.0", date="2026-11-23", reason="Read.", **LAID),
        Entry(act="published", version="1.0.1", date="2026-11-23", **LAID),
    )
    newer = dataclasses.replace(
        release(tmp_path, "2.0.0", "2026-11-23"), since=acts, later=acts[1:2]
    )
    older = dataclasses.replace(release(tmp_path, "1.0.1", "2026-11-23"), since=acts[2:])
    entries = parsed(newer, older).findall(ATOM + "entry")
    told = [(texts(each, "title")[0] or "", texts(each, "updated")[0] or "") for each in entries]
    assert [(title.removeprefix(newer.title), moment[17:19]) for title, moment in told] == [
        (" 1.0.1", "04"), (" 2.0.0 has a remark", "03"), (" 2.0.0", "02"),
    ]  # fmt: skip
    assert texts(entries[2], "published") == ["2026-11-23T00:00:00Z"]


def test_what_was_signed_off_is_told_first(tmp_path: Path) -> None:
    """And headings, tables and code of a note are left to the page."""
    changes = tmp_path / "CHANGES.md"
    changes.write_text(
        "# Towns 1.1.0\n\nNew towns.\n\n## More\n\n| a | b |\n\n- Two.\n\n## Signed off\n\n"
        "- `towns.size`: it is *right*.\n\n## Records\n\n- Towns (`towns`): 2 records added\n",
        encoding="utf-8",
    )
    told = dataclasses.replace(
        release(tmp_path, "1.1.0", "2026-12-01"),
        files=(ServedFile("CHANGES.md", changes, "0" * 64),),
    )
    (entry,) = parsed(told).findall(ATOM + "entry")
    link = (
        f'<p><a href="https://data.example{told.landing}">All changes, files and citations</a></p>'
    )
    assert texts(entry, "summary")[0] == (
        "<p>2 records added.</p><p>Looked wrong, and was signed off with a reason:</p>"
        "<ul><li><code>towns.size</code>: it is <em>right</em>.</li></ul><p>New towns.</p>"
        f"<ul><li>Two.</li><li>Towns: 2 records added</li></ul>{link}"
    )


LONG_NOTES = {
    "a long list": "\n".join(
        f"- **Point {n}** is [told](https://a.example/{n})." for n in range(200)
    ),
    "one long word": "<&>" * 3_000,
    "letters of four bytes": "\U0001f600 " * 2_000,
    "a long point among others": f"- One.\n- {'Two `x` & **y** ' * 200}\n- Three.",
}


@pytest.mark.parametrize("note", LONG_NOTES.values(), ids=LONG_NOTES)
def test_a_summary_is_sound_html_of_at_most_two_kilobytes(note: str, tmp_path: Path) -> None:
    """It says as much as fits, and ends with its link, however long notes and reasons are."""
    changes = tmp_path / "CHANGES.md"
    changes.write_text(f"# Towns 1.0.0\n\n{note}\n", encoding="utf-8")
    file = ServedFile("CHANGES.md", changes, "0" * 64)
    withdrawn = later("withdrawn", "2026-12-02", reason="<" * 3_000)
    spoken = dataclasses.replace(
        release(tmp_path, "1.0.0", "2026-11-22"), files=(file,), later=(withdrawn,)
    )
    for entry in parsed(spoken).findall(ATOM + "entry"):
        (summary,) = entry.findall(ATOM + "summary")
        assert summary.get("type") == "html" and summary.text
        assert len(escape(summary.text).encode()) <= 2_000
        html = ET.fromstring(f"<body>{summary.text}</body>")  # noqa: S314 - likewise
        assert "Withdrawn on 2026-12-02" in (html[0].text or "")
        assert html[-1][0].get("href") == "https://data.example/releases/1.0.0/"
        assert {each.tag for each in html} <= {"p", "ul"}
