"""What the ledger said of a release later, as programs read it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pressmark.releases.ledger import Entry
from pressmark.site import ServedRelease, build_app
from pressmark.site.content.acts import (
    describe_acts,
    describe_acts_as_linked_data,
    write_act_headers,
)
from pressmark.site.middleware.acts import read_release_name
from tests.site.packages import descriptor, publish
from tests.site.visitor import Visitor


def said(release: ServedRelease, act: str, date: str, **more: str) -> ServedRelease:
    """Let the ledger say something of a release."""
    values: dict[str, Any] = {"act": act, "version": release.version, "date": date, **more}
    entry = Entry(**values, manifest="", files={}, previous=None)
    known = {"withdrawn": entry.reason} if act == "withdrawn" else {}
    known |= {"doi": entry.doi} if entry.doi else {}
    return replace(release, later=(*release.later, entry), **known)  # type: ignore[arg-type]


def headers(release: ServedRelease, *releases: ServedRelease) -> list[tuple[str, str]]:
    """Give the headers of a release as text."""
    found = write_act_headers(release, releases)
    return [(name.decode(), value.decode()) for name, value in found]


@pytest.fixture
def three(releases: tuple[ServedRelease, ...]) -> list[ServedRelease]:
    """Three releases, the newest first."""
    return [releases[2], releases[0], releases[1]]


def test_nothing_is_told_where_nothing_was_said(three: list[ServedRelease]) -> None:
    assert describe_acts(three[0], three) == {}
    assert headers(three[0], *three) == []
    assert describe_acts_as_linked_data(three[0]) == {}


def test_a_withdrawn_version_names_the_one_to_be_used(three: list[ServedRelease]) -> None:
    gone = said(three[1], "withdrawn", "2026-12-01", reason="Wrong.")
    served = [three[0], gone, three[2]]
    assert headers(gone, *served) == [
        ("link", '</releases/1.10.0/>; rel="successor-version"; type="text/html"'),
        ("link", '</releases/1.10.0/>; rel="latest-version"; type="text/html"'),
        ("link", '</releases/1.9.0/>; rel="deprecation"; type="text/html"'),
        ("deprecation", "@1796083200"),
    ]
    all_gone = [said(each, "withdrawn", "2026-12-01", reason="Wrong.") for each in three]
    assert [name for name, _ in headers(all_gone[0], *all_gone)] == ["link", "deprecation"]
    told = {"date": "2026-12-01", "reason": "Wrong.", "replaced_by": None, "address": None}
    assert describe_acts(all_gone[0], all_gone) == {"withdrawn": told}


def test_a_day_that_is_none_and_a_doi_of_any_letters_are_no_fault(
    three: list[ServedRelease],
) -> None:
    gone = said(three[1], "withdrawn", "one day", reason="Wrong.")
    assert "deprecation" not in dict(headers(gone, *three))
    noted = said(three[1], "annotated", "2026-12-01", doi="10.1234/ä;b,c")
    links = [value for _, value in headers(noted, *three)]
    assert links[0] == '<https://doi.org/10.1234/%C3%A4;b,c>; rel="cite-as"'


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/releases/1.9.0/data/0.csv", True),
        ("/releases/1.9.0", True),
        ("/record/1.9.0/people/1", True),
        ("/dictionary/1.9.0", True),
        ("/method/1.9.0", True),
        ("/odd-things-1-9-0", True),
        ("/odd-things-1-9-0.json", True),
        ("/odd-things-1-9-0/people.csv", True),
        ("/odd-things-1-9-0/nowhere", True),
        ("/filter/odd-things-1-9-0/people?id=1", True),
        ("/cite.json?db=odd-things-1-9-0&sql=select+1", True),
        ("/", False),
        ("/releases", False),
        ("/cite?db=1.10.0", False),
        ("/odd-things-1-10-0/people.json", False),
    ],
)
def test_every_answer_below_an_address_that_names_a_version_says_so(
    address: str, named: bool, three: list[ServedRelease]
) -> None:
    gone = said(three[1], "withdrawn", "2026-12-01", reason="Wrong.")
    visitor = Visitor(build_app([three[0], gone], proven=True))
    for method in ("GET", "HEAD"):
        answer = visitor.ask(method, address)
        assert ("deprecation" in answer.headers) is named, (method, answer)


def test_rows_alone_have_no_room_and_the_rest_of_json_has(three: list[ServedRelease]) -> None:
    gone = said(three[1], "withdrawn", "2026-12-01", reason="Wrong.")
    visitor = Visitor(build_app([three[0], gone], proven=True))
    for address in ("people.json", "people.json?_shape=objects", "people/1.json", "everyone.json"):
        answer = visitor.get(f"/odd-things-1-9-0/{address}").json()
        assert answer["withdrawn"]["replaced_by"] == "1.10.0", address
    for shape in ("array", "object"):
        answer = visitor.get(f"/odd-things-1-9-0/people.json?_shape={shape}")
        assert "withdrawn" not in answer.json() and "deprecation" in answer.headers
    assert "withdrawn" in visitor.get("/record/1.9.0/people/1.json").json()


def test_linked_data_tells_what_was_said_later(tmp_path: Path) -> None:
    gone = said(publish(tmp_path, descriptor("1.0.0")), "withdrawn", "2026-12-01", reason="W.")
    noted = said(gone, "annotated", "2026-12-02", reason="Read.", doi="10.1234/ab")
    assert describe_acts_as_linked_data(noted) == {
        "creativeWorkStatus": "Withdrawn",
        "expires": "2026-12-01",
        "@id": "https://doi.org/10.1234/ab",
        "comment": [
            {
                "@type": "Comment",
                "name": "Withdrawn",
                "text": "W.",
                "dateCreated": "2026-12-01",
            },
            {
                "@type": "Comment",
                "name": "Remark",
                "text": "Read.",
                "dateCreated": "2026-12-02",
            },
        ],
    }


def test_an_address_of_nothing_names_nothing() -> None:
    for path in ("/releases", "/cite", "/"):
        assert read_release_name({"type": "http", "path": path, "query_string": b""}) == ""
