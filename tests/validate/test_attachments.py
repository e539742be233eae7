"""Resources that are no described tables: what of them is judged, and what the report says."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

import pressmark
from pressmark.report import RENDERINGS, FileReport, Report
from pressmark.report.choices import collect_choices
from tests.packages import field, fields, report_of, write_package

PEOPLE = fields(field("a", "integer"))


def judged(folder: Path, *resources: dict[str, Any], **schema: Any) -> Report:
    """Judge a package with one good table and some other resources."""
    path = write_package(folder, {"t": ({**PEOPLE, **schema}, "a\n1\n")})
    document = json.loads(path.read_text("utf-8"))
    document["resources"] += resources
    path.write_text(json.dumps(document), encoding="utf-8")
    return report_of(path)


def test_a_file_is_measured_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "icon.png").write_bytes(b"\x89PNG")
    sha256 = hashlib.sha256(b"\x89PNG").hexdigest()
    icon = {"name": "icon", "path": "icon.png", "bytes": 4, "hash": f"sha256:{sha256}"}
    report = judged(tmp_path, icon, {"name": "shape", "data": {"type": "Point"}})
    assert report.valid and [each.name for each in report.tables] == ["t"]
    assert report.files[0] == FileReport("icon", "icon.png", 4, sha256)
    assert report.files[1].bytes == len('{"type":"Point"}')
    assert report.written()["not_checked"] == ["icon: no table", "shape: no table"]
    assert report.unchecked == ("Not checked (no table): icon, shape.",)
    assert report.verdict.endswith("1 table, 1 record, 2 resources without a schema.")


@pytest.mark.parametrize("name", ["icon.png", "u.csv"])
def test_what_only_stands_for_a_file_is_found_once(name: str, tmp_path: Path) -> None:
    """Git LFS leaves it in a checkout that did not fetch the file."""
    text = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 5\n"
    (tmp_path / name).write_text(text, encoding="utf-8")
    report = judged(tmp_path, {"name": "x", "path": name, "bytes": 5})
    (found,) = report.findings
    assert (found.rule, found.table, found.path) == ("file.format", "x", name)
    assert found.hint == "Fetch them: git lfs pull."


def test_of_many_files_a_few_are_named(tmp_path: Path) -> None:
    report = judged(tmp_path, *({"name": f"x{number}", "data": {}} for number in range(5)))
    assert report.unchecked == ("Not checked (no table): x0, x1, x2 and 2 others.",)
    assert len(report.written()["not_checked"]) == 5


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"bytes": 5}, [("file.bytes", "2")]),
        ({"hash": "sha1:00"}, [("file.hash", hashlib.sha1(b"hi").hexdigest())]),  # noqa: S324
        ({"hash": "zzz:00"}, [("descriptor.value", "zzz:00")]),
        ({"path": ["x.md", "none.md", "also.md"]}, [("file.missing", None)] * 2),
        ({"path": "."}, [("file.missing", None)]),
        ({"encoding": "zzz"}, [("descriptor.value", '"zzz"')]),
        ({"path": None}, [("descriptor.value", '"x"')]),
        ({"data": 5}, [("descriptor.value", '"x"')]),
    ],
)
def test_where_a_file_is_not_as_described_that_is_found(
    more: dict[str, Any], found: list[tuple[str, str | None]], tmp_path: Path
) -> None:
    (tmp_path / "x.md").write_text("hi", encoding="utf-8")
    resource = {"name": "x", "path": "x.md", **more}
    report = judged(tmp_path, {name: each for name, each in resource.items() if each is not None})
    assert [(each.rule, each.value) for each in report.findings] == found
    assert {each.table for each in report.findings} == {"x"}
    assert report.tables[0].records == 1


@pytest.mark.parametrize(
    ("more", "table"),
    [
        ({"path": "x.geojson"}, False),
        ({"path": "x.GEOJSON"}, False),
        ({"path": "x.json", "format": "topojson"}, False),
        ({"path": "x.geojson", "format": "json"}, True),
        ({"path": "x.geojson", "type": "table"}, True),
        ({"path": "x.json"}, True),
    ],
)
def test_a_map_is_no_table_though_its_fields_are_described(
    more: dict[str, Any], tmp_path: Path, *, table: bool
) -> None:
    (tmp_path / str(more["path"])).write_text('{"features": []}', encoding="utf-8")
    report = judged(tmp_path, {"name": "x", "schema": PEOPLE, **more})
    assert (len(report.tables), len(report.files)) == ((2, 0) if table else (1, 1))
    assert report.valid != table


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"scheme": "file"}, False),
        ({"schemas": "https://example.org"}, False),
        ({"scheme": PEOPLE}, True),
        ({"shema": "s.json"}, True),
    ],
)
def test_a_word_of_other_programs_is_no_misspelt_schema(
    more: dict[str, Any], tmp_path: Path, *, told: bool
) -> None:
    (tmp_path / "x.md").write_text("hi", encoding="utf-8")
    report = judged(tmp_path, {"name": "x", "path": "x.md", **more})
    assert ("descriptor.value" in report.counts) == told


def test_a_table_that_nobody_described_is_judged_as_far_as_it_can_be(tmp_path: Path) -> None:
    (tmp_path / "u.csv").write_text("x,y\n1,2\n1\n", encoding="utf-8")
    report = judged(tmp_path, {"name": "u", "path": "u.csv"})
    (found,) = report.findings
    assert (found.rule, found.table, found.path, found.line) == ("record.short", "u", "u.csv", 3)
    assert report.files[0].written()["records"] == 2
    assert report.written()["not_checked"] == ["u: no schema"]


def test_a_key_to_what_nobody_described_is_not_checked(tmp_path: Path) -> None:
    key = {"fields": "a", "reference": {"resource": "u", "fields": "x"}}
    report = judged(tmp_path, {"name": "u", "data": [{"x": 1}]}, foreignKeys=[key])
    assert report.valid
    assert report.written()["not_checked"][1:] == ["the key a of t to u: no schema"]


def test_every_rendering_tells_of_them(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("hi", encoding="utf-8")
    report = judged(tmp_path, {"name": "readme", "path": "x.md", "bytes": 3})
    assert [each.name for each in collect_choices(report).tables] == ["readme"]
    for name, render in RENDERINGS:
        assert "file.bytes" in (text := render(report)), name
        assert "readme" in text, name
        assert name == "sarif" or "no table" in text, name


def test_what_leaves_the_package_is_never_read_and_stops_a_build(tmp_path: Path) -> None:
    # Whoever opened the pipe to read it would wait for ever.
    os.mkfifo(tmp_path / "secret")
    (tmp_path / "package").mkdir()
    (tmp_path / "package/link").symlink_to(tmp_path / "secret")
    beside = ({"name": "up", "path": "../secret", "schema": PEOPLE}, {"name": "of", "path": "link"},
              {"name": "far", "path": ["t.csv", str(tmp_path / "secret")], "bytes": 1},
              {"name": "out", "path": "t.csv", "schema": "../secret"})  # fmt: skip
    report = judged(tmp_path / "package", *beside)
    assert {each.rule for each in report.findings} == {"descriptor.value"}
    assert sorted(each.table or "" for each in report.findings) == ["far", "of", "out", "up"]
    assert [each.records for each in report.tables] == [1]
    assert {each.name for each in report.files} == {"out"}
    assert not pressmark.build(tmp_path / "package/datapackage.json", tmp_path / "built").valid
    assert not (tmp_path / "built").exists()
