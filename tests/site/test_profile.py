"""The dictionary shows the data: what is missing, how many values, which are frequent, in steps."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pressmark.package import Field, Table
from pressmark.package.project import read_package
from pressmark.site import ServedRelease, build_app
from pressmark.site.content import profile as profiles
from pressmark.site.content.profile import Profile, count_fields
from pressmark.site.content.steps import fill_steps, round_up
from tests.site.packages import BAD
from tests.site.visitor import Visitor

FIELDS: dict[str, str] = {
    "id": "integer", "whole": "integer", "real": "number", "told": "number", "day": "date",
    "moment": "datetime", "year": "year", "kind": "string", "empty": "string", "yes": "boolean",
}  # fmt: skip


def table_of(tmp_path: Path, columns: str, rows: list[tuple[object, ...]]) -> tuple[Path, Table]:
    """Write a database with a table `t`, and describe it."""
    names = columns.split()
    path = tmp_path / "t.sqlite"
    connection = sqlite3.connect(path)
    listed = ", ".join(f'"{name}"' for name in names)
    connection.execute(f"create table t ({listed})")
    connection.executemany(f"insert into t values ({', '.join('?' * len(names))})", rows)
    connection.commit()
    connection.close()
    fields = [
        {"name": name, "type": FIELDS.get(name, "string")}
        | ({"categories": [{"value": "a", "label": "The <first>"}]} if name == "kind" else {})
        for name in names
    ]
    document = {
        "name": "x",
        "resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}],
    }
    (tmp_path / "t.csv").write_text("x\n")
    (tmp_path / "datapackage.json").write_text(json.dumps(document))
    return path, read_package(tmp_path / "datapackage.json", trusted=False).tables[0]


def counted(tmp_path: Path, columns: str, rows: list[tuple[object, ...]]) -> Profile:
    """Count such a table."""
    path, table = table_of(tmp_path, columns, rows)
    return count_fields(path, table, len(rows))


def test_fields_are_counted(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        (1, "a", None, 1), (2, "b", None, 0), (3, "a", None, None), (4, None, None, 1)
    ]  # fmt: skip
    found = counted(tmp_path, "id kind empty yes", rows)
    assert (found.counted, found.every) == (4, 1)
    kind, empty, key, yes = (found.fields[name] for name in ("kind", "empty", "id", "yes"))
    assert (kind.missing, kind.distinct) == (1, 2)
    assert [(each.value, each.words, each.count) for each in kind.frequent] == [
        ("a", "The <first>", 2)
    ]
    assert (empty.missing, empty.distinct, empty.frequent, empty.steps) == (4, 0, (), ())
    assert key.frequent == () and (key.lowest, key.highest) == ("1", "4")
    assert [each.words for each in yes.frequent] == ["yes"]


@pytest.mark.parametrize(
    ("column", "values", "steps"),
    [
        ("whole", [1, 2, 2, 5], [("1", 1), ("2", 2), ("3", 0), ("4", 0), ("5", 1)]),
        ("whole", [-3, -1], [("-3", 1), ("-2", 0), ("-1", 1)]),
        ("told", ["0.5", "1.5", "INF"], None),
        ("year", [1999, 2001], [("1999", 1), ("2000", 0), ("2001", 1)]),
        ("day", ["2021-05-18", "2023-01-01", "2021-12-31"], None),
        ("day", ["2021-02-28", "2021-03-01"], [("2021-02-28", 1), ("2021-03-01", 1)]),
        ("moment", ["1900-05-18T00:00:00Z", "2023-01-01T00:00:00Z"], None),
        ("whole", [7, 7], []),
        ("day", ["2021-05-18"], []),
        ("day", ["0000-00-00", "9999-99-99", "long ago"], None),
        ("real", [1e300, -1e300, 0.0], None),
        ("real", [1e-9, 2e-9], None),
    ],
)  # fmt: skip
def test_numbers_and_dates_come_in_steps(
    tmp_path: Path, column: str, values: list[object], steps: list[tuple[str, int]] | None
) -> None:
    found = counted(tmp_path, column, [(each,) for each in values]).fields[column]
    told = [(each.words, each.count) for each in found.steps]
    assert len(told) <= 60
    if steps is None:
        assert 1 < sum(count for _, count in told) <= len(values)
        assert found.histogram("T").count("<title>") == len(told)
    else:
        assert told == steps


def test_a_large_table_is_counted_from_every_so_many_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profiles, "MOST", 100)
    monkeypatch.setattr(profiles, "LEAST", 10)
    found = counted(tmp_path, "id kind", [(n, "ab"[n % 2]) for n in range(1000)])
    assert (found.every, found.counted) == (10, 100)
    assert found.fields["id"].distinct is None
    assert 0 < len(found.fields["id"].steps) <= 25


def test_a_field_that_takes_too_long_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profiles, "PATIENCE", 0)
    monkeypatch.setattr(profiles, "STEPS", 10)
    assert counted(tmp_path, "id", [(n,) for n in range(1000)]).fields == {}


def test_long_values_are_cut(tmp_path: Path) -> None:
    (one,) = counted(tmp_path, "kind", [("x" * 5000,), ("x" * 5000,)]).fields["kind"].frequent
    assert len(one.words) == len(one.value) == profiles.LONGEST


def test_steps_are_round_and_without_gaps() -> None:
    assert [round_up(each) for each in (0.9, 1.1, 3, 7, 20)] == [1, 2, 5, 10, 20]
    assert fill_steps({}, str) == ()
    assert [each.count for each in fill_steps({2: 1, 4: 5}, str)] == [1, 0, 5]


def test_the_page_of_a_table_shows_what_it_holds(visitor: Visitor) -> None:
    page = visitor.text("/dictionary/1.10.0/people")
    assert "33 % missing (1 of 3); every value once" in page
    assert "nothing is missing; every value once" in page
    assert BAD not in page and "<script" not in page and "style=" not in page
    numbers = visitor.text("/dictionary/1.10.0/numbers")
    assert (
        "5,300 different values" not in numbers and "every value once; from 1 to 5,300" in numbers
    )
    assert 'class="bars" role="img" aria-label="n, in ' in numbers
    assert "0 to less than 500: 499" in numbers


def test_programs_read_the_same(visitor: Visitor) -> None:
    one = visitor.get("/dictionary/1.10.0/people.json?column=kind")
    assert (one.status_code, one.json()["ok"]) == (400, False)
    assert "The JSON holds every column" in one.json()["error"]
    told: dict[str, Any] = visitor.get("/dictionary/1.10.0/people.json").json()
    assert (told["table"], told["records"], told["counted"], told["every"]) == ("people", 3, 3, 1)
    kind = next(each for each in told["fields"] if each["name"] == "kind")
    assert kind["frequent"] == [{"value": "b", "count": 2}]
    assert (kind["missing"], kind["distinct"], kind["histogram"]) == (0, 2, [])
    assert visitor.ask("HEAD", "/dictionary/1.10.0/people.json").status_code == 200
    assert visitor.get("/dictionary/1.10.0/nope.json").status_code == 404


def test_a_table_is_counted_once(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def count(database: Path, table: Table, records: int) -> Profile:
        asked.append(table.name)
        return count_fields(database, table, records)

    monkeypatch.setattr(profiles, "count_fields", count)
    visitor = Visitor(build_app([replace(releases[2])]))
    for _ in range(3):
        visitor.text("/dictionary/1.10.0/towns")
    assert asked == ["towns"]


def test_a_field_of_an_unknown_kind_has_no_steps(tmp_path: Path) -> None:
    path, table = table_of(tmp_path, "kind", [("a",), ("b",)])
    assert isinstance(table.schema.fields[0], Field)
    assert count_fields(path, table, 2).fields["kind"].steps == ()
