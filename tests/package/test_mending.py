"""Faults in a descriptor: taken out, told with their place, and nothing else is lost."""

import json
from pathlib import Path
from typing import Any

import pytest

from pressmark.errors import ProjectError
from pressmark.package import Descriptor, Package
from pressmark.package.mending import read_mended
from pressmark.package.project import read_project
from tests.packages import field, fields

TABLE = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a"}, {"name": "b"}]}}


def mended(**more: Any) -> tuple[Any, list[tuple[str, str]]]:
    """Read a package with some properties; give it, and path and value of each fault."""
    document = {"name": "small", "title": "T", "resources": [TABLE], **more}
    read = read_mended(Descriptor, document, "here")
    assert all(each.place == "here" and each.wrong and each.right for each in read.faults)
    return read.part, [(each.path, each.value) for each in read.faults]


def with_table(folder: Path, **more: Any) -> Package:
    """Read a package whose table has some properties."""
    path = folder / "datapackage.json"
    path.write_text(json.dumps({"resources": [{**TABLE, **more}]}), encoding="utf-8")
    return read_project(path)


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ({"homepage": ""}, [("homepage", '""')]),
        ({"homepage": "banana", "version": 1.0}, [("version", "1.0"), ("homepage", '"banana"')]),
        ({"created": "2020-01-01"}, [("created", '"2020-01-01"')]),
        ({"created": "2020-02-30T00:00:00Z"}, [("created", '"2020-02-30T00:00:00Z"')]),
        ({"created": "2020-02-03T25:00:00Z"}, [("created", '"2020-02-03T25:00:00Z"')]),
        ({"keywords": "law, cities"}, [("keywords", '"law, cities"')]),
        ({"keywords": ["law", 5]}, [("keywords[1]", "5")]),
        ({"licenses": [{}, {"name": "CC0-1.0"}]}, [("licenses[0]", "{}")]),
        ({"licenses": []}, [("licenses", "[]")]),
        ({"licenses": {"name": "CC0-1.0"}}, [("licenses", '{"name": "CC0-1.0"}')]),
        ({"contributors": [{"email": "a@example.org"}]},
         [("contributors[0]", '{"email": "a@example.org"}')]),
        ({"contributors": [{"title": "A"}, {}, {"title": 5}]},
         [("contributors[1]", "{}"), ("contributors[2].title", "5")]),
        ({"sources": [{"title": "S", "path": ""}]}, [("sources[0].path", '""')]),
        ({"licenses": [{"path": ""}]}, [("licenses[0].path", '""')]),
        ({"contributors": [{"title": "A", "path": ""}]}, [("contributors[0].path", '""')]),
        ({"name": 5, "id": [], "sources": [{}]},
         [("id", "[]"), ("name", "5"), ("sources[0]", "{}")]),
    ],
)  # fmt: skip
def test_a_fault_of_metadata_is_told_and_the_rest_is_kept(
    more: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    part, found = mended(**more)
    assert found == faults
    assert (part.title, part.resources[0].name) == ("T", "t")


def test_of_a_list_only_the_wrong_items_are_taken_out() -> None:
    part, _ = mended(keywords=["law", 5], licenses=[{}, {"name": "CC0-1.0"}], contributors=[{}])
    assert (part.keywords, part.licenses[0].name, part.contributors) == (("law",), "CC0-1.0", None)


@pytest.mark.parametrize(
    ("more", "path", "right"),
    [
        ({"homepage": ""}, "homepage", "write an address, such as https://example.org"),
        ({"version": 2}, "version", 'write a text such as "1.0.0", in quotes'),
        ({"title": 5}, "title", "write a text, in quotes"),
        ({"keywords": "a"}, "keywords", 'write a list of texts, such as ["law", "cities"]'),
    ],
)
def test_what_would_be_right_is_said(more: dict[str, Any], path: str, right: str) -> None:
    document = {"resources": [TABLE], **more}
    (fault,) = read_mended(Descriptor, document, "here").faults
    assert (fault.path, fault.right) == (path, right)


SCHEMA = "resources[0].schema"


@pytest.mark.parametrize(
    ("schema", "faults"),
    [
        (fields(field("a", "strng"), field("b")), [f"{SCHEMA}.fields[0].type"]),
        (fields(field("a", "integer", constraints={"minLength": 1, "maxLength": 2})),
         [f"{SCHEMA}.fields[0].constraints.{name}" for name in ("minLength", "maxLength")]),
        (fields(field("a", constraints={"required": "yes", "enum": []})),
         [f"{SCHEMA}.fields[0].constraints.required", f"{SCHEMA}.fields[0].constraints.enum"]),
        (fields(field("a", "number", categories=[1])), [f"{SCHEMA}.fields[0].categories"]),
        (fields(field("a", categories=["x", "x"])), [f"{SCHEMA}.fields[0].categories"]),
        (fields(field("a", categories=[{"label": "x"}])),
         [f"{SCHEMA}.fields[0].categories[0].value"]),
        (fields(field("a", categories=["x"], constraints={"enum": ["y"]})),
         [f"{SCHEMA}.fields[0].categories"]),
        (fields(field("a"), primaryKey="z", uniqueKeys=[["a"], ["y"]]),
         [f"{SCHEMA}.primaryKey", f"{SCHEMA}.uniqueKeys[1]"]),
        (fields(field("a"), foreignKeys=[{"fields": "a", "reference": {"fields": ["a", "a"]}}, 5]),
         [f"{SCHEMA}.foreignKeys[0]", f"{SCHEMA}.foreignKeys[1]"]),
        (fields(field("a"), foreignKeys=[{"fields": "z", "reference": {"fields": "a"}}]),
         [f"{SCHEMA}.foreignKeys[0]"]),
        (fields(field("a"), foreignKeys=[{"fields": "a", "reference": {}}]),
         [f"{SCHEMA}.foreignKeys[0].reference.fields"]),
    ],
)  # fmt: skip
def test_a_fault_of_a_schema_leaves_its_fields(
    schema: dict[str, Any], faults: list[str], tmp_path: Path
) -> None:
    package = with_table(tmp_path, schema=schema)
    assert [each.path for each in package.faults] == faults
    assert {each.table for each in package.faults} == {"t"}
    names = [each["name"] for each in schema["fields"]]
    assert [each.name for each in package.tables[0].schema.fields] == names


def test_a_fault_of_a_field_says_which(tmp_path: Path) -> None:
    schema = fields(field("a"), field("b", "integr"))
    (fault,) = with_table(tmp_path, schema=schema).faults
    assert (fault.table, fault.field, fault.right) == ("t", "b", "did you mean 'integer'?")


def test_what_is_wrong_ends_a_sentence_that_begins_with_the_path(tmp_path: Path) -> None:
    (fault,) = with_table(tmp_path, schema=fields(field("a"), primaryKey="z")).faults
    assert fault.wrong == "names 'z', which is no field of this schema"


@pytest.mark.parametrize("schema", [5, ["a"], {}, {"fields": []}, {"fields": "a"}])
def test_what_is_no_schema_leaves_a_table_that_nobody_described(
    schema: Any, tmp_path: Path
) -> None:
    package = with_table(tmp_path, schema=schema)
    (fault,) = package.faults
    assert fault.path.startswith(SCHEMA)
    assert ([each.name for each in package.attachments], package.tables) == (["t"], ())


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"bytes": "12"}, "resources[0].bytes"),
        ({"hash": 5}, "resources[0].hash"),
        ({"encoding": 7}, "resources[0].encoding"),
        ({"dialect": {"delimiter": ""}}, "resources[0].dialect.delimiter"),
        ({"dialect": {"headerRows": [0]}}, "resources[0].dialect.headerRows"),
        ({"licenses": [{}]}, "resources[0].licenses[0]"),
    ],
)
def test_a_fault_of_a_table_leaves_the_table(
    more: dict[str, Any], path: str, tmp_path: Path
) -> None:
    package = with_table(tmp_path, **more)
    assert [each.path.removesuffix("[0]") for each in package.faults] == [path.removesuffix("[0]")]
    assert len(package.tables) == 1


@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        ({"resources": [{"path": "t.csv"}]}, "resources[0].name is missing"),
        ({"resources": [{"name": "t", "path": 5}]}, "resources[0].path 5: should be a list"),
        ({"resources": [{**TABLE, "schema": {"fields": [5]}}]},
         "resources[0].schema.fields[0] 5: should be an object"),
        ({"resources": [{**TABLE, "schema": {"fields": [{}]}}]},
         "resources[0].schema.fields[0].name is missing"),
        ({"homepage": "", "resources": [{"name": ""}]},
         'resources[0].name "": should not be empty'),
    ],
)  # fmt: skip
def test_without_a_name_or_a_place_nothing_is_judged(document: Any, wrong: str) -> None:
    with pytest.raises(ProjectError) as caught:
        read_mended(Descriptor, document, "here")
    assert caught.value.wrong == wrong


def test_a_fault_inside_of_what_is_taken_out_is_told_too() -> None:
    """A schema goes with the name of a field that it lacks, and with it its other faults."""
    schema = {"fields": [{"type": "string"}, {"name": "a", "type": 5}], "foreignKeys": [5]}
    document = {"resources": [{**TABLE, "schema": schema, "hash": 5}]}
    for order in (dict, lambda part: dict(reversed(part.items()))):
        document["resources"][0]["schema"] = order(schema)
        found = read_mended(Descriptor, json.loads(json.dumps(document)), "here", whole=False)
        assert {each.path for each in found.faults} == {
            "resources[0].hash",
            "resources[0].schema.fields[0].name",
            "resources[0].schema.fields[1].type",
            "resources[0].schema.foreignKeys[0]",
        }
        assert found.part.resources[0].table_schema is None


@pytest.mark.search
def test_many_faults_take_no_longer_than_they_are() -> None:
    """Each is taken out in the same round as the others."""
    many = [{"fields": ["a"], "reference": {"fields": ["z"]}} for _ in range(5_000)]
    schema = {"fields": [{"name": "a"}], "foreignKeys": many, "uniqueKeys": [["z"]] * 5_000}
    document = {"keywords": [5] * 50_000, "resources": [{**TABLE, "schema": schema}]}
    read = read_mended(Descriptor, document, "here")
    assert len(read.faults) == 60_000
    assert (read.part.keywords, read.part.resources[0].table_schema.foreign_keys) == (None, ())
