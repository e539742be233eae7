"""What changed between two releases of a package: as a page, as JSON by pages, and all of it."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from pressmark.compare import compare, write_changes_csv
from pressmark.engine.connection import Engine
from pressmark.package.project import read_project
from pressmark.publish.release import release
from pressmark.site import ServedRelease, build_app
from pressmark.site.content import compared_records, comparisons
from pressmark.site.served import read_served_releases
from tests.packages import write_project
from tests.site.visitor import Visitor

THINGS = """
title: Things
fields:
  - {{name: code, type: string}}
  - {{name: part, type: integer}}
  - {{name: {name}, type: string, title: Name{more}}}
  - name: kind
    type: string
    categories: [{{value: a, label: An apple}}, {{value: b, label: A pear}}]
primaryKey: [code, part]
pressmark:label: {name}
"""
OF_NAME = ("name", "")
RENAMED = ("called", ', "pressmark:formerly": name')
Q_GONE = 'things,"q,9",Wrong.,,2.0.0\n'
Y_GONE = 'things,"""y,z"",2",Wrong.,,2.1.0\n'
VISITS = "fields: [{name: who, type: string}]\n"


class Source(NamedTuple):
    """What a version is made of: what the field of names is called, the records, keys withdrawn."""

    version: str
    name: tuple[str, str]
    things: str
    visits: str
    gone: str


HISTORY = (
    Source("1.0.0", OF_NAME, 'x,1,One,a\n"y,z",2,Two,a\n', "ann\n", ""),
    Source("1.1.0", OF_NAME, 'q,9,Nine,b\nx,1,Uno,a\n"y,z",2,Two,a\n', "ann\nbob\n", ""),
    Source("2.0.0", RENAMED, 'x,1,One,b\n"y,z",2,Two,a\n', "ann\nbob\n", Q_GONE),
    Source("2.1.0", RENAMED, "n,3,<b>New</b>,a\nx,1,One,b\n", "bob\n", Q_GONE + Y_GONE),
)


def write_version(folder: Path, source: Source) -> None:
    """Write the source of one version."""
    schema = THINGS.format(name=source.name[0], more=source.name[1])
    write_project(
        folder,
        {
            "things": (schema, f"code,part,{source.name[0]},kind\n{source.things}"),
            "visits": (VISITS, f"who\n{source.visits}"),
        },
        {
            "datapackage/datapackage.yaml": "name: small\ntitle: Small things\n"
            f'version: "{source.version}"\n'
            "resources: [{name: things, title: Things}, {name: visits}]\n",
            "datapackage/withdrawn.csv": f"table,key,reason,replaced_by,version\n{source.gone}",
        },
    )


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[ServedRelease, ...]:
    """Four published versions, one of them withdrawn."""
    folder = tmp_path_factory.mktemp("compared")
    for source in HISTORY:
        write_version(folder, source)
        release(read_project(folder), date="2026-11-22")
    _, found = read_served_releases(read_project(folder), None)
    return tuple(
        replace(each, withdrawn="Wrong names." if each.version == "1.1.0" else None)
        for each in found
    )


@pytest.fixture(scope="module")
def visitor(released: tuple[ServedRelease, ...]) -> Iterator[Visitor]:
    """Visit their site; what is compared ends with the tests."""
    app = build_app(released)
    yield Visitor(app)
    app.end()


def told(visitor: Visitor, path: str) -> Any:
    """Give the JSON of an address."""
    answer = visitor.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_answers_are_as_openapi_describes_them(visitor: Visitor) -> None:
    described = told(visitor, "/openapi.json")
    (given,) = [
        each["get"]["parameters"]
        for path, each in described["paths"].items()
        if path == "/compare/{old}/{new}.json"
    ]
    assert [each["name"] for each in given] == ["old", "new", "table", "change", "after"]
    for address, name in (
        ("/compare/1.0.0/2.1.0.json", "Comparison"),
        ("/compare/1.1.0/2.0.0.json?change=removed", "Comparison"),
        ("/cite.json?db=small-2-1-0&sql=select+code+from+things+where+part=:n&n=1", "Citation"),
    ):
        schema = {**described, "$ref": f"#/components/schemas/{name}"}
        found = Draft202012Validator(schema).iter_errors(told(visitor, address))
        assert [each.message for each in found] == []


def list_changed(document: Any) -> list[tuple[str, str | None, str]]:
    """Give table, key and change of each record of an answer."""
    return [(each["table"], each["key"], each["change"]) for each in document["records"]]


def test_neighbors_are_compared_by_what_the_newer_one_published(visitor: Visitor) -> None:
    found = told(visitor, "/compare/1.0.0/1.1.0.json")
    assert list_changed(found) == [
        ("things", "q,9", "added"), ("things", "x,1", "changed"), ("visits", None, "added"),
    ]  # fmt: skip
    assert found["records"][1]["fields"] == {"name": {"before": "One", "after": "Uno"}}
    assert found["records"][0]["fields"]["kind"] == {"before": None, "after": "b"}
    assert (found["count"], found["next"], found["between"]) == (3, None, [])
    answer = visitor.get("/compare/1.0.0/1.1.0.csv")
    assert (answer.status_code, answer.headers["location"]) == (302, "/releases/1.1.0/changes.csv")


def test_what_was_changed_back_between_is_not_told(visitor: Visitor) -> None:
    """A record that came and went, a name there and back, and one that a field has lost."""
    found = told(visitor, "/compare/1.0.0/2.1.0.json")
    assert list_changed(found) == [
        ("things", "n,3", "added"), ("things", "x,1", "changed"), ("things", '"y,z",2', "removed"),
        ("visits", None, "removed"), ("visits", None, "added"),
    ]  # fmt: skip
    assert found["records"][1]["fields"] == {"kind": {"before": "a", "after": "b"}}
    assert found["between"] == ["1.1.0", "2.0.0"]
    (renamed,) = [each for each in found["schema"] if each["rule"] == "field.renamed"]
    assert renamed["message"] == '`things`, field `called`: the field was formerly named "name"'
    things, visits = found["tables"]
    assert (things["added"], things["removed"], things["changed"]) == (1, 1, 1)
    assert things["cells"] == {"kind": 1} and visits["note"] == "there is no primary key"


def test_the_csv_is_what_diff_writes(visitor: Visitor, released: tuple[ServedRelease, ...]) -> None:
    answer = visitor.get("/compare/1.0.0/2.1.0.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert 'filename="small-changes-1.0.0-2.1.0.csv"' in answer.headers["content-disposition"]
    old, new = (next(e.package for e in released if e.version == v) for v in ("1.0.0", "2.1.0"))
    with Engine() as engine:
        assert answer.text == "".join(write_changes_csv(compare(old, new, engine), engine))


def test_a_page_shows_tables_records_and_fields(visitor: Visitor) -> None:
    page = visitor.text("/compare/1.0.0/2.1.0")
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "2 records added, 2 removed and 1 changed. 1.1.0, 2.0.0 lie between" in words
    assert '<a href="/record/2.1.0/things/n,3">&lt;b&gt;New&lt;/b&gt;</a>' in page
    assert '<a href="/record/1.0.0/things/y~2Cz,2">Two</a>' in page
    assert "Field Version 1.0.0 Version 2.1.0 kind An apple A pear" in words
    assert '<th scope="row"><a href="/compare/1.0.0/2.1.0?table=things">Things</a>' in page
    only = visitor.text("/compare/1.0.0/2.1.0?table=visits&change=removed")
    assert "visits: 1 record removed" in only and ">ann<" not in only.split('<h2 id="records"')[0]
    for address in re.findall(r'href="(/record/[^"]+)"', page):
        assert visitor.get(address).status_code == 200


def test_pages_hold_so_many_records_and_lead_to_the_next(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compared_records, "MOST", 2)
    found, address = [], "/compare/1.0.0/2.1.0.json?after=0"
    while address:
        page = told(visitor, address)
        assert len(page["records"]) <= 2 and page["count"] == 5
        found += list_changed(page)
        address = page["next"]
    assert len(found) == len(set(enumerate(found))) == 5
    monkeypatch.setattr(compared_records, "LARGEST", 1)
    page = visitor.text("/compare/1.0.0/2.1.0?table=things&after=1")
    assert 'href="/compare/1.0.0/2.1.0?table=things&amp;after=2" rel="next"' in page


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/compare/1.0.0/9.0.0", 404, "There is no version 9.0.0."),
        ("/compare/1.0.1/2.0.0.json", 404, "There are 2.1.0, 2.0.0, 1.1.0, 1.0.0."),
        ("/compare/1.0.0", 404, "There is no such page"),
        ("/compare/1.0.0/2.1.0?table=thigs", 400, "Did you mean things?"),
        ("/compare/1.0.0/2.1.0?change=add", 400, "write added, removed or changed"),
        ("/compare/1.0.0/2.1.0?after=-1", 400, "is no number of a record"),
        ("/compare/1.0.0/2.1.0?page=2", 400, "There is no argument"),
        ("/compare/1.0.0/2.1.0.csv?table=things", 400, "There is no argument"),
        ("/compare?old=1.0.0&new=7", 400, "There is no version"),
    ],
)
def test_what_is_not_there_or_not_understood_is_said(
    address: str, status: int, says: str, visitor: Visitor
) -> None:
    answer = visitor.get(address)
    assert answer.status_code == status
    assert says in answer.text


@pytest.mark.parametrize(
    ("address", "status", "leads"),
    [
        ("/compare/2.0.0/1.0.0", 308, "/compare/1.0.0/2.0.0"),
        ("/compare/2.0.0/1.0.0.json?table=things", 308, "/compare/1.0.0/2.0.0.json?table=things"),
        ("/compare/1.0.0/latest.csv", 307, "/compare/1.0.0/2.1.0.csv"),
        ("/compare/latest/2.0.0", 307, "/compare/2.1.0/2.0.0"),
        ("/compare", 302, "/compare/2.0.0/2.1.0"),
        ("/compare?old=2.0.0&new=1.0.0", 302, "/compare/2.0.0/1.0.0"),
        ("/compare?old=1.1.0", 302, "/compare/1.1.0/latest"),
        ("/compare?new=1.0.0", 302, "/compare/1.0.0/1.0.0"),
    ],
)
def test_versions_in_another_order_lead_to_the_one_address(
    address: str, status: int, leads: str, visitor: Visitor
) -> None:
    answer = visitor.get(address)
    assert (answer.status_code, answer.headers["location"]) == (status, leads)


def test_one_version_differs_in_nothing_from_itself(visitor: Visitor) -> None:
    assert "That is one version: nothing differs." in visitor.text("/compare/2.0.0/2.0.0")
    assert told(visitor, "/compare/2.0.0/2.0.0.json")["count"] == 0
    assert list(csv.reader(io.StringIO(visitor.text("/compare/2.0.0/2.0.0.csv"))))[1:] == []


def test_of_a_withdrawn_version_it_is_said(visitor: Visitor) -> None:
    page = visitor.text("/compare/1.1.0/2.0.0")
    assert "<strong>Version 1.1.0 is withdrawn:</strong> Wrong names." in page
    assert (
        told(visitor, "/compare/1.1.0/2.0.0.json")["old"]["withdrawn"]["reason"] == "Wrong names."
    )
    assert "Version 1.1.0 is withdrawn" in visitor.text("/compare/1.0.0/1.1.0")


def test_pages_of_releases_and_records_lead_there(visitor: Visitor) -> None:
    assert 'href="/compare/1.1.0/2.0.0"' in visitor.text("/releases/2.0.0/")
    assert 'href="/compare/2.0.0/2.1.0"' in visitor.text("/releases")
    assert 'href="/compare/1.0.0/1.1.0?table=things"' in visitor.text("/record/2.1.0/things/x,1")


def test_one_version_alone_is_compared_with_nothing(released: tuple[ServedRelease, ...]) -> None:
    alone = Visitor(build_app(released[:1]))
    assert "nothing to compare it with" in alone.get("/compare").text
    assert "/compare" not in alone.text("/releases")


def test_who_waits_too_long_comes_again(
    released: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparisons, "PATIENCE", 0.0)
    app = build_app(released)
    answer = Visitor(app).get("/compare/1.0.0/2.0.0.json")
    assert answer.status_code == 503 and answer.headers["retry-after"]
    assert "being compared just now" in answer.json()["error"]
    app.end()
    assert "Too many" in Visitor(app).get("/compare/1.0.0/2.1.0.json").json()["error"]


def test_what_could_not_be_compared_is_said_and_not_tried_again(
    released: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparisons, "PROGRAM", ("false",))
    app = build_app(released)
    answer = Visitor(app).get("/compare/1.0.0/2.0.0")
    assert answer.status_code == 404 and "`pressmark diff` compares any two" in answer.text
    monkeypatch.setattr(comparisons, "PROGRAM", ("true",))
    assert Visitor(app).get("/compare/1.0.0/2.0.0").status_code == 404
    app.end()


def test_what_nobody_asks_for_is_forgotten(
    released: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparisons, "PROGRAM", ("true",))
    monkeypatch.setattr(comparisons, "KEPT", 1)
    app = build_app(released)
    site = comparisons.Comparisons()
    folders = []
    for old in released[1:3]:
        with site.lock:
            made = site.find_or_begin(old, released[0])
        folders.append(made.result().folder)
        del made
    with site.lock:
        site.find_or_begin(released[3], released[0]).result()
    assert [each.exists() for each in folders] == [False, False]
    site.end()
    app.end()
