"""`cite --key` writes the very address at which the site shows that record, whatever its key."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark.citation.release import choose_table, cite_record_by_key, read_release_values
from pressmark.package.project import read_project
from pressmark.publish.release import release
from pressmark.releases.find import find
from pressmark.site import build_app
from pressmark.site.served import find_site, read_served_releases
from tests.packages import write_project
from tests.site.visitor import Visitor

SITE = "https://data.example.org/faces"
DESCRIPTOR = f"""
name: odd
version: "1.0.0"
homepage: https://forge.example/somebody/odd
pressmark:site: {SITE}/
resources:
  - name: items
  - name: pairs
  - name: "typed.1"
"""
ITEMS = "fields:\n  - {name: id, type: string}\nprimaryKey: [id]\n"
PAIRS = (
    "fields:\n  - {name: left, type: string}\n  - {name: right, type: string}\n"
    "primaryKey: [left, right]\n"
)
TYPED = (
    "fields:\n  - {name: number, type: number}\n  - {name: truth, type: boolean}\n"
    "  - {name: day, type: date}\n  - {name: whole, type: integer}\n"
    "primaryKey: [number, truth, day, whole]\n"
)
KEYS = (
    "a", "a.json", "a~2Cb", "a,b", "x.json.json", "x", ".json", "..", ".", "a/b", "/", "a?b", "a#b",
    "a%2Fb", "%", "100%", "a b", "a+b", "~", "~~", "a~", "é", "東京", "🙂", "a\"b'c", "<b>", "&lt",
    "a\\b", "latest", "1.0.0", "A", "0", "-1", "null", "a;b=c", "a|b", "[x]", "{y}", "@", "$", "^",
)  # fmt: skip
CHARACTERS = st.characters(categories=["L", "N", "P", "S"], include_characters=" ")


def lines(*records: Iterable[str]) -> str:
    """Write records as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(records)
    return text.getvalue()


def visited(folder: Path, keys: Iterable[str]) -> Visitor:
    """Publish a project with these keys and visit its site."""
    keys = list(keys)
    pairs = [(one, other) for one in keys[:7] for other in keys[3:9]]
    typed = [("1.50", "true", "2020-01-02", "7"), ("20", "false", "2020-01-03", "-7")]
    typed += [("0.00001", "true", "2021-01-02", "0")]
    tables = {
        "items": (ITEMS, lines(["id"], *([each] for each in keys))),
        "pairs": (PAIRS, lines(["left", "right"], *sorted(set(pairs)))),
        "typed.1": (TYPED, lines(["number", "truth", "day", "whole"], *typed)),
    }
    write_project(folder, tables, {"datapackage/datapackage.yaml": DESCRIPTOR})
    project = read_project(folder)
    assert release(project, date="2026-11-20").report.valid
    project = read_project(folder)
    return Visitor(build_app(read_served_releases(project, None)[1], public=find_site(project)))


def lead_back(visitor: Visitor, folder: Path, name: str, keys: Iterable[tuple[str, ...]]) -> None:
    """Follow the address in the citation of each record: it is that record's own page."""
    with find("1.0.0", folder) as found:
        values = read_release_values(found)
        table = choose_table(found.package, name)
        described = next(each for each in values.tables if each.name == name)
        for key in keys:
            written = key[0] if len(key) == 1 else lines(key).removesuffix("\n")
            address = cite_record_by_key(values, described, table, written).address
            assert address is not None and address.startswith(f"{SITE}/record/1.0.0/")
            path = address.removeprefix("https://data.example.org")
            said = json.loads(visitor.text(f"{path}.json"))
            assert tuple(said["key"].values()) == key, path
            assert said["address"] == address and address in said["citation"]


def test_every_odd_key_leads_to_its_record(tmp_path: Path) -> None:
    visitor = visited(tmp_path, KEYS)
    lead_back(visitor, tmp_path, "items", [(key,) for key in KEYS])
    lead_back(visitor, tmp_path, "pairs", [("a", "a,b"), ("a,b", "x"), ("a~2Cb", "x.json.json")])
    typed = [("1.5", "true", "2020-01-02", "7"), ("20", "false", "2020-01-03", "-7")]
    lead_back(visitor, tmp_path, "typed.1", [*typed, ("0.00001", "true", "2021-01-02", "0")])
    for old in ("1.5,1,2020-01-02,7", "1~2E50,1,2020-01-02,7"):
        answer = visitor.get(f"/record/1.0.0/typed~2E1/{old}")
        assert answer.status_code == 308
        assert answer.headers["location"] == (
            "/faces/record/1.0.0/typed~2E1/1~2E5,true,2020-01-02,7"
        )


KEY = st.text(CHARACTERS, min_size=1, max_size=12).map(str.strip).filter(bool)


@settings(max_examples=3, deadline=None)
@given(keys=st.lists(KEY, min_size=9, max_size=25, unique=True))
def test_any_key_leads_to_its_record(
    keys: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder: Path = tmp_path_factory.mktemp("any") / "project"
    lead_back(visited(folder, keys), folder, "items", [(key,) for key in keys])


def test_a_comma_that_a_proxy_decoded_is_of_the_key(reader: Visitor) -> None:
    """Where a key has one part; of one with two it stands between them."""
    for key in ("a,b", "a,b,c"):
        answer = reader.get(f"/record/1.0.0/places/{key}")
        assert answer.status_code == 308
        assert answer.headers["location"] == f"/record/1.0.0/places/{key.replace(',', '~2C')}"
    assert reader.get("/record/1.0.0/pairs/a,0").status_code == 200
    assert reader.get("/record/1.0.0/pairs/a,b,0").status_code == 404
