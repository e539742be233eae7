"""The Atom feed: dated by the ledger, named for good, and read by any XML parser."""

import dataclasses
import xml.etree.ElementTree as ET
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
    changes.write_text("# One & <two>\x07\n", encoding="utf-8")
    second = release(tmp_path, "1.1.0", "2026-12-01", homepage="https://data.example/towns")
    second = dataclasses.replace(second, files=(ServedFile("CHANGES.md", changes, "0" * 64),))
    first = release(
        tmp_path, "1.0.0", "2026-11-22", "2027-01-05", homepage="https://data.example/towns"
    )
    feed = parsed(second, first)
    identifier = "tag:data.example,2026-11-22:" + first.package.name
    assert feed.tag == ATOM + "feed"
    assert texts(feed, "id") == [identifier]
    assert texts(feed, "updated") == ["2027-01-05T00:00:00Z"]
    links = {each.get("rel"): each.get("href") for each in feed.findall(ATOM + "link")}
    assert links == {
        "self": "https://data.example/feed.atom",
        "alternate": "https://data.example/releases",
    }
    one, two = feed.findall(ATOM + "entry")
    assert texts(one, "id") == [f"{identifier}/1.1.0"]
    assert texts(two, "id") == [f"{identifier}/1.0.0"]
    assert texts(two, "published") == ["2026-11-22T00:00:00Z"]
    assert texts(two, "updated") == ["2027-01-05T00:00:00Z"]
    assert texts(one, "content") == ["# One & <two>?\n"]
    assert texts(two, "summary") == [f"{first.title}, version 1.0.0"]
    for part in (feed, one, two):
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
        f"{first.title} 1.0.0 has a remark",
        f"{first.title} 1.0.0 has a remark",
        f"{first.title} 1.1.0",
        f"{first.title} 1.0.0 (withdrawn)",
    ]
    assert [texts(each, "content") for each in entries[:3]] == [
        ["Withdrawn on 2026-12-02: Wrong <days>."],
        ["Noted on 2026-12-01: DOI 10.1234/ab."],
        ["Noted on 2026-12-01: Read."],
    ]
    assert len({texts(each, "id")[0] for each in entries}) == len(entries)
    categories = [each.get("term") for each in entries[-1].findall(ATOM + "category")]
    assert categories == ["withdrawn", "annotated"]
    said = texts(entries[-1], "summary")[0] or ""
    assert said.count("\n\n") == 4 and "Withdrawn on 2026-12-02: Wrong <days>." in said
    assert entries[3].findall(ATOM + "category") == []
