"""Resources without a name of their own, and tables of which a part is broken: the rest is judged.

What is wrong as somebody else wrote it is a finding of its resource, in `validate` and in `build`.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pressmark.package.naming import give_names
from pressmark.releases.build import build
from tests.packages import field, fields, read, report_of, write_package

SCHEMA = fields(field("a", "integer"))
Change = Callable[[list[Any]], None]


# Names


@pytest.mark.parametrize(
    ("items", "names"),
    [
        ([{"name": "t"}, {"name": "u"}], ["t", "u"]),
        ([{"name": "t"}] * 3, ["t", "t-2", "t-3"]),
        ([{"name": "t"}, {"name": "t"}, {"name": "t-2"}], ["t", "t-3", "t-2"]),
        ([{"name": "t-2"}, {"name": "t"}, {"name": "t"}], ["t-2", "t", "t-3"]),
        ([{"path": "x/a.csv.gz"}, {"path": ["b.csv", "c.csv"]}], ["a", "b"]),
        ([{"path": "a.csv"}, {"name": "a"}], ["a", "a-2"]),
        ([{}, {"path": 5}, {"path": []}, {"path": "."}, {"path": [None]}],
         ["resource-1", "resource-2", "resource-3", "resource-4", "resource-5"]),
        ([{"name": None}, {"name": ""}, {"name": ["t"]}, {"name": True}, None, "", 5, []],
         [f"resource-{number}" for number in range(1, 9)]),
        (["x/t.csv", {"name": "t"}], ["t-2", "t"]),
        ([{"name": 2020}, {"name": 1.5}], ["2020", "1.5"]),
    ],
)  # fmt: skip
def test_every_resource_has_a_name_that_no_other_has(items: list[Any], names: list[str]) -> None:
    found = give_names(items, "here")
    given = [each["name"] for each in found.resources]
    assert sorted(given) == sorted(names)
    kept = [each for each in items if isinstance(each, dict) and each.get("name") in names]
    changed = sum(
        not isinstance(item, dict) or item.get("name") != name
        for item, name in zip(items, given, strict=True)
    )
    assert len(found.faults) == changed and len(kept) >= len(items) - changed
    assert {each.table for each in found.faults} <= set(given)


def test_what_is_wrong_with_a_name_is_said() -> None:
    items = [{"name": "t"}, {"name": "t"}, {"nam": "x", "path": "y.csv"}, {"name": 5}, "z"]
    found = give_names(items, "here").faults
    assert [(each.path, each.wrong, each.right) for each in found] == [
        ("resources[1].name", 'is the name of another resource, too: it is judged as "t-2"',
         "rename one"),
        ("resources[2].name", 'is missing: it is judged as "y"', "write name in place of 'nam'"),
        ("resources[3].name", 'should be a text: it is judged as "5"', "write a text, in quotes"),
        ("resources[4]", "should be an object",
         "write the properties of a table, its name first"),
    ]  # fmt: skip


def test_many_resources_of_one_name_take_no_longer_than_they_are() -> None:
    found = give_names([{"name": "t"}] * 50_000, "here")
    assert found.resources[-1]["name"] == "t-50000" and len(found.faults) == 49_999


# What else is judged


def set_to(**properties: Any) -> Change:
    return lambda resources: resources[0].update(properties)


def taken(name: str) -> Change:
    return lambda resources: resources[0].pop(name)


def twice(resources: list[Any]) -> None:
    resources.append(resources[0])


def no_object(resources: list[Any]) -> None:
    resources[0] = None


def a_text(resources: list[Any]) -> None:
    resources[0] = "t.csv"


@pytest.mark.parametrize(
    ("change", "path", "tables", "files"),
    [
        (taken("name"), "resources[0].name", ["t", "u"], []),
        (set_to(name=7), "resources[0].name", ["7", "u"], []),
        (twice, "resources[2].name", ["t", "u", "t-2"], []),
        (no_object, "resources[0]", ["u"], []),
        (a_text, "resources[0]", ["u"], ["t"]),
        (set_to(path=5), "resources[0].path", ["u"], []),
        (set_to(path=["t.csv", None]), "resources[0].path[1]", ["u"], []),
        (set_to(path=None), "resources[0]", ["u"], []),
        (set_to(path=[]), "resources[0]", ["u"], []),
        (set_to(path=""), "resources[0].path[0]", ["u"], []),
        (set_to(schema="broken.json"), "resources[0].schema", ["u"], ["t"]),
        (set_to(schema="broken.yaml"), "resources[0].schema", ["u"], ["t"]),
        (set_to(schema="latin.json"), "resources[0].schema", ["u"], ["t"]),
        (set_to(schema="list.json"), "resources[0].schema", ["u"], ["t"]),
        (set_to(schema="nameless.json"), "resources[0].schema", ["u"], ["t"]),
        (set_to(schema="."), "resources[0].schema", ["u"], ["t"]),
        (set_to(dialect="broken.json"), "resources[0].dialect", ["u"], ["t"]),
        (set_to(schema={"fields": [{"nam": "a"}]}), "resources[0].schema.fields[0].name", ["u"],
         ["t"]),
        (set_to(schema={"fields": [None]}), "resources[0].schema.fields[0]", ["u"], ["t"]),
        (set_to(schema={"fields": 5}), "resources[0].schema.fields", ["u"], ["t"]),
        (set_to(schema=5), "resources[0].schema", ["u"], ["t"]),
    ],
)  # fmt: skip
def test_a_fault_of_one_resource_leaves_the_others(
    change: Change, path: str, tables: list[str], files: list[str], tmp_path: Path
) -> None:
    where = write_package(tmp_path, {"t": (SCHEMA, "a\n1\n"), "u": (SCHEMA, "a\nx\n")})
    (tmp_path / "broken.json").write_text('{"fields": [{"name": "a"},]}', "utf-8")
    (tmp_path / "broken.yaml").write_text("fields: [{name: a]", "utf-8")
    (tmp_path / "latin.json").write_bytes('{"fields": [{"name": "é"}]}'.encode("latin-1"))
    (tmp_path / "list.json").write_text("[]", "utf-8")
    (tmp_path / "nameless.json").write_text('{"fields": [{"type": "string"}]}', "utf-8")
    document = json.loads(where.read_text("utf-8"))
    change(document["resources"])
    where.write_text(json.dumps(document), "utf-8")
    report = report_of(where)
    assert report.counts == {"descriptor.value": 1, "cell.type": 1}
    (found,) = (each for each in report.findings if each.rule == "descriptor.value")
    assert found.message.startswith(f'"{path}" ') and found.hint and found.table != "u"
    assert [each.name for each in report.tables] == tables
    assert [(each.name, each.records) for each in report.files] == [
        (name, None if "dialect" in path else 1) for name in files
    ]
    built = build(read(where), tmp_path / "built")
    assert built.findings == report.findings and not (tmp_path / "built").exists()


def test_a_broken_schema_is_named_with_its_place(tmp_path: Path) -> None:
    where = write_package(tmp_path, {"t": (SCHEMA, "a\n1\n")})
    document = json.loads(where.read_text("utf-8"))
    document["resources"][0]["schema"] = "s.json"
    where.write_text(json.dumps(document), "utf-8")
    (tmp_path / "s.json").write_text('{\n"fields": [,]}', "utf-8")
    (found,) = report_of(where).findings
    assert (found.path, found.value) == (f"{tmp_path}/s.json", f'"{tmp_path}/s.json"')
    assert found.message.startswith(
        '"resources[0].schema" cannot be used: s.json, line 2, column 12: is not JSON: '
    )


@pytest.mark.parametrize("part", ["schema", "dialect"])
def test_the_files_of_a_table_without_schema_or_dialect_are_checked(
    part: str, tmp_path: Path
) -> None:
    """Its encoding and the lengths of its records as well, unless nobody knows its dialect."""
    table = {"t": (SCHEMA, "a\n1\n2,3\n")}
    where = write_package(tmp_path, table)
    document = json.loads(where.read_text("utf-8"))
    document["resources"][0] |= {part: "gone.json", "bytes": 5, "hash": "sha256:00"}
    where.write_text(json.dumps(document), "utf-8")
    more = ["record.long"] if part == "schema" else []
    found = {"file.bytes", "file.hash", "schema.missing", *more}
    report = report_of(where)
    assert set(report.counts) == found
    assert report.written()["not_checked"] == [f"t: no {part}"]
    document["resources"][0]["path"] = "none.csv"
    where.write_text(json.dumps(document), "utf-8")
    assert set(report_of(where).counts) == {"file.missing", "schema.missing"}


def test_a_key_to_a_table_that_is_not_judged_is_named(tmp_path: Path) -> None:
    key = {"fields": "a", "reference": {"resource": "t", "fields": "a"}}
    where = write_package(
        tmp_path, {"t": (SCHEMA, "a\n1\n"), "u": (SCHEMA | {"foreignKeys": [key]}, "a\n2\n")}
    )
    document = json.loads(where.read_text("utf-8"))
    document["resources"][0]["schema"] = "s.json"
    where.write_text(json.dumps(document), "utf-8")
    (tmp_path / "s.json").write_text("{", "utf-8")
    report = report_of(where)
    assert report.counts == {"descriptor.value": 1}
    assert "the key a of u to t: no schema" in report.written()["not_checked"]
