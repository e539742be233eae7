"""What is refused keeps what was asked, and a page that is none tells which was meant."""

import html
import re

import pytest

from pressmark.public_address import parse_public_address
from pressmark.site import ServedRelease, build_app
from tests.site.visitor import Visitor

WALKED = "/walked-1-0-0"


@pytest.mark.parametrize("prefix", ["", "/faces"])
@pytest.mark.parametrize(
    ("path", "query", "title"),
    [
        ("/walked-1-0-0/places", "nosuch=%3Cb%3E&text=z", "places"),
        ("/walked-1-0-0/places", "day=06%2F01%2F2023&_size=5", "places"),
        ("/walked-1-0-0/places", "_where=nosuch+%3D+1&text=z", "places"),
        ("/walked-1-0-0/joined", "number__eq=1", "joined"),
        ("/search", "q=a&p=b", "Search"),
        ("/releases/1.0.0/", "x=1", ""),
    ],
)
def test_a_refusal_keeps_what_was_asked(
    walked: ServedRelease, prefix: str, path: str, query: str, title: str
) -> None:
    """In a form that asks again, with a way back to the page without any of it, or less of it."""
    public = parse_public_address(f"https://data.example.org{prefix}") if prefix else None
    visitor = Visitor(build_app([walked], public=public))
    answer = visitor.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert f'<form action="{prefix}{path}" method="get">' in answer.text
    if title:
        assert f'<a href="{prefix}{path}">{title}</a>' in answer.text
    links = re.findall(r'<a href="([^"]*)" rel="nofollow">Leave this out</a>', answer.text)
    pairs = query.split("&")
    assert [html.unescape(each) for each in links] == [
        "?".join(filter(None, [f"{prefix}{path}", "&".join(p for p in pairs if p != pair)]))
        for pair in pairs
    ]
    for name in (each.partition("=")[0] for each in pairs):
        assert f'name="{name}"' in answer.text
    assert "<b>" not in answer.text


def test_far_too_many_arguments_are_not_kept(reader: Visitor) -> None:
    """Nobody would read them."""
    answer = reader.get(f"{WALKED}/places?" + "&".join(f"x{number}=1" for number in range(60)))
    assert answer.status_code == 400
    assert "Leave this out" not in answer.text


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/walked-1-0-0/plces", "/walked-1-0-0/places"),
        ("/walked-1-0-0/join", "/walked-1-0-0/joined"),
        ("/walked-1-0-0/places/nosuch", "/walked-1-0-0/places"),
        ("/places", "/walked-1-0-0/places"),
        ("/releases/1.0", "/releases/1.0.0"),
        ("/releases/v1.0.0/", "/releases/1.0.0"),
        ("/releases/1/data/places.csv", "/releases/1.0.0/data/places.csv"),
        ("/record/1/places/a", "/record/1.0.0/places/a"),
        ("/record/1.0.0/place/a", "/record/1.0.0/places/a"),
        ("/dictionary/1.0.1", "/dictionary/1.0.0"),
        ("/dictionary/1.0.0/place", "/dictionary/1.0.0/places"),
        ("/method/1.0", "/method/1.0.0"),
        ("/releases/1.0.0/data/place.csv", "/releases/1.0.0/data/places.csv"),
        ("/releases/1.0.0/places.csv", "/releases/1.0.0/data/places.csv"),
        ("/releases/1.0.0/chnges.csv", "/releases/1.0.0/changes.csv"),
        ("/releases/latest/data/place.csv", "/releases/1.0.0/data/places.csv"),
        ("/releases/1.0.0/report.jsn", "/releases/1.0.0/report.json"),
        ("/walked-1-0-0/data/place.csv", "/releases/1.0.0/data/places.csv"),
        ("/searh", "/search"),
        ("/robots.tx", "/robots.txt"),
        ("/places//", "/walked-1-0-0/places"),
        ("http://site//", "/"),
        ("http://site///", "/"),
        ("http://site//searh", "/search"),
        ("/zzzzzzz", None),
        ("/walked-1-0-0/zzzzzzzz", None),
        ("/releases/zzz", None),
        ("/a/b/c", None),
        ("/", ""),
    ],
)
def test_which_page_was_meant_is_said(reader: Visitor, path: str, meant: str | None) -> None:
    """On the page, and to programs."""
    answer = reader.get(path)
    if meant == "":
        assert answer.status_code == 200
        return
    assert answer.status_code == 404
    if path.endswith(".csv"):
        assert answer.text == f"There is no such page: did you mean {meant}?\n"
        return
    assert (f'Did you mean <a href="{meant}">{meant}</a>?' in answer.text) == (meant is not None)
    assert ("did you mean" in answer.text.lower()) == (meant is not None)
    if meant:
        assert reader.get(meant).status_code in {200, 307, 308}
    if meant and path.startswith(WALKED):
        told = reader.get(f"{path}.json").json()["error"]
        assert told == f"There is no such page: did you mean {meant}?"
