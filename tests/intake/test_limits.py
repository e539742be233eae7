"""Limits that a descriptor sets, and tables of every kind judged as whole packages."""

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError
from pressmark.intake import Limits
from pressmark.package.project import read_project
from pressmark.report import Report
from pressmark.validate import judge
from tests.packages import field, fields, read, write_package

SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "day", "type": "date", "constraints": {"required": True}},
    ],
    "primaryKey": "id",
}


def judged(folder: Path, resource: dict[str, Any], **package: Any) -> Report:
    """Judge a package of one table."""
    path = folder / "datapackage.json"
    table = {"name": "t", "schema": SCHEMA, **resource}
    path.write_text(json.dumps({"name": "p", "resources": [table], **package}), encoding="utf-8")
    with Engine() as engine:
        return judge(read_project(path), engine).report


def test_a_descriptor_raises_and_lowers_limits(tmp_path: Path) -> None:
    """Each message names its option."""
    (tmp_path / "t.csv").write_text("id,day\n1,2021-01-02\n", encoding="utf-8")
    plain = {"path": "t.csv"}
    assert judged(tmp_path, plain).findings == ()
    for option, value, rule in (
        ("recordBytes", 8, "record.too_large"),
        ("cellBytes", 4, "cell.too_large"),
        ("fileBytes", 4, "file.too_large"),
    ):
        found = judged(tmp_path, plain, **{"pressmark:limits": {option: value}}).findings
        assert rule in [each.rule for each in found]
        assert any(f'"{option}" in "pressmark:limits"' in (each.hint or "") for each in found)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        (5, " 5: should be an object"),
        ({"lines": 5}, ".lines \"lines\": should be 'recordBytes', 'cellBytes'"),
        ({"columns": 0}, ".columns 0: should be greater than or equal to 1"),
        ({"columns": True}, ".columns true: should be a whole number"),
        ({"columns": 2**60}, f".columns {2**60}: should be less than or equal to 9007199254740992"),
        ({"columns": 2.0}, ".columns 2.0: should be a whole number"),
        ({"columns": {}}, ".columns should be a whole number"),
        ({"columns": "many"}, '.columns "many": should be a whole number'),
    ],
)
def test_limits_that_are_wrong_as_written_stop_the_command(
    tmp_path: Path, written: object, wrong: str
) -> None:
    """The hint lists what there is."""
    (tmp_path / "t.csv").write_text("id,day\n", encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        judged(tmp_path, {"path": "t.csv"}, **{"pressmark:limits": written})
    assert caught.value.wrong.startswith(f"pressmark:limits{wrong}")
    assert "recordBytes" in caught.value.right
    assert Limits().columns == 10_000


@pytest.mark.parametrize(
    "option", ["columns", "keys", "valueBytes", "nameBytes", "files", "tables"]
)
def test_a_package_that_asks_for_more_is_refused_before_it_is_read(
    tmp_path: Path, option: str
) -> None:
    """The hint names what raises the limit."""
    (tmp_path / "t.csv").write_text("id,day\n", encoding="utf-8")
    fields = [*SCHEMA["fields"], {"name": "xy", "constraints": {"unique": True}}]
    schema = {"fields": fields, "uniqueKeys": [["day"]], "primaryKey": "id"}
    wide = {"path": ["t.csv", "t.csv"], "schema": schema}
    document = {"name": "p", "resources": [{"name": name, **wide} for name in ("tt", "uu")]}
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps({**document, "pressmark:limits": {option: 1}}), encoding="utf-8")
    with Engine() as engine, pytest.raises(ProjectError, match="at most 1 ") as caught:
        judge(read_project(path), engine)
    hint = f'A larger "{option}" in "pressmark:limits" of the descriptor raises this limit.'
    assert hint in caught.value.right


def test_a_table_is_judged_alike_however_it_is_stored(tmp_path: Path) -> None:
    """The same rules, records and fields; lines only where there are lines."""
    csv = b"id,day\n1,2021-01-02\n1,2021-02-30\nx,NA\n"
    records = [(1, "2021-01-02"), (1, "2021-02-30"), ("x", None)]
    objects = [{"id": number, "day": day} for number, day in records]
    (tmp_path / "t.csv").write_bytes(csv)
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(csv, mtime=0))
    (tmp_path / "u.csv").write_bytes(b"1,2021-02-30\nx,NA\n")
    (tmp_path / "v.csv").write_bytes(b"id,day\n1,2021-01-02\n")
    (tmp_path / "t.json").write_text(json.dumps(objects), encoding="utf-8")
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, objects)), encoding="utf-8")
    columns = {"id": ["1", "1", "x"], "day": [day for _, day in records]}
    parquet.write_table(pa.table(columns), tmp_path / "t.parquet")
    lists = [["id", "day"], *map(list, records)]
    expected = [
        ("cell.type", 2, "day"),
        ("cell.type", 3, "id"),
        ("cell.required", 3, "day"),
        ("key.primary", 2, "id"),
    ]
    null = {"dialect": {"nullSequence": "NA"}}
    lines = {}
    resources: dict[str, dict[str, Any]] = {
        "csv": {"path": "t.csv", **null},
        "gz": {"path": "t.csv.gz", **null},
        "parts": {"path": ["v.csv", "u.csv"], **null},
        "text": {"data": csv.decode(), "format": "csv", **null},
        **{end: {"path": f"t.{end}"} for end in ("json", "jsonl", "parquet")},
        "objects": {"data": objects},
        "lists": {"data": lists},
    }
    for name, resource in resources.items():
        report = judged(tmp_path, resource)
        found = [(each.rule, each.record, each.field) for each in report.findings]
        assert sorted(found) == sorted(expected), name
        lines[name] = {(each.path, each.record, each.line) for each in report.findings}
        assert report.tables[0].records == 3
        assert report.tables[0].sha256
    assert lines["csv"] == {("t.csv", 2, 3), ("t.csv", 3, 4)}
    assert lines["parts"] == {("u.csv", 2, 1), ("u.csv", 3, 2)}
    assert {line for _, _, line in lines["json"] | lines["parquet"] | lines["lists"]} == {None}


def test_size_and_hash_are_of_all_files_together(tmp_path: Path) -> None:
    """Data inside the descriptor has neither."""
    (tmp_path / "1.csv").write_bytes(b"id,day\n")
    (tmp_path / "2.csv").write_bytes(b"1,2021-01-02\n")
    parts = {"path": ["1.csv", "2.csv"], "bytes": 20, "hash": "sha256:" + "0" * 64}
    found = judged(tmp_path, parts).findings
    assert [each.rule for each in found] == ["file.hash"]
    again = judged(tmp_path, {**parts, "hash": f"sha256:{found[0].value}"})
    assert again.findings == ()
    assert again.tables[0].sha256 == found[0].value
    inside = {"data": [{"id": 1, "day": "2021-01-02"}], "bytes": 1, "hash": "0"}
    assert judged(tmp_path, inside).findings == ()


def test_large_cells_are_told_record_by_record(tmp_path: Path) -> None:
    text = "a,b\nx,12345\n12345,12345\n"
    limits = {"pressmark:limits": {"cellBytes": 4}}
    path = write_package(tmp_path, {"t": (fields(field("a"), field("b")), text)}, **limits)
    with Engine() as engine:
        kept = judge(read(path), engine, limit=2).report.findings
    assert [(each.record, each.field) for each in kept] == [(1, "b"), (2, "a")]
