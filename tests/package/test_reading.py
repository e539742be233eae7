"""Descriptors as values: what is read, what is refused, and in which words."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.errors import ProjectError
from pressmark.package import Constraints, Descriptor, Field, ForeignKey, Package, Schema
from pressmark.package.misspelt import Reader, refuse
from pressmark.package.properties import Properties
from pressmark.package.reading import read_part
from pressmark.package.statement import Statement, read_statement
from pressmark.package.upgrade import move_into_schema, upgrade, upgrade_dialect
from tests.packages import field, fields, read, write_package

TABLE: dict[str, Any] = {"name": "t", "path": "t.csv", "schema": fields(field("a"))}


def refusal(kind: type[Properties], document: object) -> tuple[str, str]:
    with pytest.raises(ProjectError) as caught:
        read_part(kind, document, "here")
    assert caught.value.place == "here"
    assert caught.value.exit_code == 2
    return caught.value.wrong, caught.value.right


# What a descriptor says


def test_a_descriptor_comes_back_as_it_was_written() -> None:
    document = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "x",
        "homepage": "https://example.org",
        "created": "2026-01-31T12:00:00Z",
        "licenses": [{"name": "CC0-1.0"}],
        "contributors": [{"title": "A", "roles": ["author"]}],
        "sources": [{"title": "B"}],
        "my:own": {"kept": [1, None]},
        "resources": [
            {
                "name": "t",
                "path": ["t.csv"],
                "schema": {
                    "fields": [
                        {
                            "name": "a",
                            "type": "integer",
                            "constraints": {"minimum": 1, "enum": [1, 2]},
                            "missingValues": [{"value": "-"}],
                        }
                    ],
                    "primaryKey": ["a"],
                },
            }
        ],
    }
    read = read_part(Descriptor, document, "here")
    assert read.written() == document
    assert read.created == "2026-01-31T12:00:00Z"


def test_lone_texts_are_lists_of_one() -> None:
    schema = read_part(
        Schema,
        fields(
            field("a"),
            field("b", missingValues=["-", {"value": "NA", "label": "not asked"}]),
            primaryKey="a",
            uniqueKeys=["b", ["a", "b"]],
            foreignKeys=[{"fields": "b", "reference": {"fields": "a"}}],
            fieldsMatch="exact",
        ),
        "here",
    )
    assert schema.primary_key == ("a",)
    assert schema.unique_keys == (("b",), ("a", "b"))
    assert schema.foreign_keys[0].fields == ("b",)
    assert schema.fields_match == ("exact",)
    assert schema.missing(schema.field("a")) == ("",)
    assert schema.missing(schema.field("b")) == ("-", "NA")


def test_a_schema_finds_its_fields() -> None:
    schema = read_part(Schema, fields(field("a", title="An A"), field("A")), "here")
    assert (schema.position("a"), schema.position("A")) == (0, 1)
    assert schema.field("A").label == "A"
    assert schema.field("a").label == "An A"
    with pytest.raises(KeyError):
        schema.field("b")


@pytest.mark.parametrize(
    ("own", "label"),
    [({"pressmark:label": "a"}, "a"), ({}, None)],
)
def test_the_label_of_records_is_a_field(own: dict[str, Any], label: str | None) -> None:
    assert read_part(Schema, fields(field("a"), **own), "here").label_field == label


@pytest.mark.parametrize(
    ("properties", "allowed"),
    [
        ({}, None),
        ({"constraints": {"enum": ["x", "y"]}}, ("x", "y")),
        ({"categories": ["x", {"value": "y", "label": "Y"}]}, ("x", "y")),
        ({"categories": ["x", "y"], "constraints": {"enum": ["y"]}}, ("y",)),
    ],
)
def test_allowed_values_are_those_of_enum_before_categories(
    properties: dict[str, Any], allowed: tuple[str, ...] | None
) -> None:
    assert read_part(Field, field("a", **properties), "here").allowed == allowed


def test_categories_and_enum_of_integers_agree_however_they_are_written() -> None:
    written = field("a", "integer", categories=[1, 2], constraints={"enum": ["1"]})
    assert read_part(Field, written, "here").allowed == ("1",)


def test_a_value_may_be_text_number_or_truth() -> None:
    enum = ["1", 1, 1.5, True]
    read = read_part(Constraints, {"enum": enum}, "here").enum
    assert [(type(value), value) for value in read or ()] == [
        (type(value), value) for value in enum
    ]


def test_a_package_without_name_and_version_has_both(tmp_path: Path) -> None:
    folder = tmp_path / "Folder"
    folder.mkdir()
    path = write_package(folder, {"t": (fields(field("a")), "a\n")}, name=None, version=None)
    package = read(path)
    assert (package.name, package.version) == ("folder", "0.0.0")
    assert package.table("t").name == "t"
    with pytest.raises(KeyError):
        package.table("u")
    assert isinstance(package, Package)


# What is refused


@pytest.mark.parametrize(
    ("document", "wrong", "right"),
    [
        ({}, "resources is missing", "write resources"),
        ({"resources": []}, "resources should not be empty", ""),
        ({"resources": 5}, "resources 5: should be a list", ""),
        ({"resources": ["x"]}, 'resources[0] "x": should be an object', ""),
        ({"resources": [{}]}, "resources[0].name is missing", "write name"),
        ({"resources": [TABLE], "title": 5}, "title 5: should be a text", ""),
        ({"resources": [TABLE], "title": True}, "title true: should be a text", ""),
        ({"resources": [TABLE], "homepage": "banana"},
         'homepage "banana": should be written as the standard says',
         "write an address, such as https://example.org"),
        ({"resources": [TABLE], "created": "2021-01-01T00:00:00"},
         'created "2021-01-01T00:00:00": should be written as the standard says',
         "write a moment with its zone, such as 2026-01-31T12:00:00Z"),
        ({"resources": [TABLE], "contributors": [{}]}, "contributors[0] is empty", ""),
        ({"resources": [TABLE], "contributors": []}, "contributors should not be empty", ""),
        ({"resources": [TABLE], "sources": [{}]}, "sources[0] is empty", ""),
        ({"resources": [TABLE], "licenses": [{"title": "free"}]},
         "licenses[0] gives neither name nor path of the license", ""),
        ({"resources": [TABLE], "keywords": ["a", 5]}, "keywords[1] 5: should be a text", ""),
        ({"resources": [{**TABLE, "bytes": -1}]},
         "resources[0].bytes -1: should be greater than or equal to 0", ""),
        ({"resources": [{**TABLE, "bytes": "1"}]},
         'resources[0].bytes "1": should be a whole number', ""),
        ({"resources": [{**TABLE, "schema": {}}]},
         "resources[0].schema.fields is missing", "write fields"),
        ({"resources": [{**TABLE, "schema": {"fields": []}}]},
         "resources[0].schema.fields should not be empty", ""),
        ({"resources": [{**TABLE, "dialect": 5}]},
         "resources[0].dialect 5: should be an object", ""),
        ({"resources": [{**TABLE, "dialect": {"delimiter": ""}}]},
         'resources[0].dialect.delimiter "": should not be empty', ""),
        ({"resources": [{**TABLE, "dialect": {"header": "no"}}]},
         'resources[0].dialect.header "no": should be true or false', ""),
        ({"resources": [TABLE], "title": "x\0y"},
         "holds U+0000, which is no character of a text", "take it out"),
        ({"resources": [TABLE], "title": "\ud800"},
         "holds U+D800, which is no character of a text", "take it out"),
        ({"resources": [TABLE], "x": float("nan")},
         "holds NaN or an infinite number", "leave it out"),
        ({"resources": [TABLE], "x": float("inf")},
         "holds NaN or an infinite number", "leave it out"),
        (json.loads('{"resources": [], "x": ' + "[" * 600 + "]" * 600 + "}"),
         "is nested too deeply", "write it flatter"),
    ],
)  # fmt: skip
def test_a_wrong_descriptor_is_refused(document: object, wrong: str, right: str) -> None:
    assert refusal(Descriptor, document) == (wrong, right)


def test_what_python_cannot_walk_is_nested_too_deeply() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    try:
        assert refusal(Descriptor, {"x": deep}) == ("is nested too deeply", "write it flatter")
    finally:
        while deep:  # taken apart here, for it is as deep to destroy
            deep = deep[0]


def test_a_backslash_before_u0000_is_text() -> None:
    document = {"resources": [TABLE], "title": "\\u0000 😀"}
    assert read_part(Descriptor, document, "here").title == "\\u0000 😀"


@pytest.mark.parametrize(
    ("document", "wrong", "right"),
    [
        (field("a", "intger"),
         ("type \"intger\": should be 'any', 'array', 'boolean', 'date', 'datetime', 'duration', "
          "'geojson', 'geopoint', 'integer', 'list', 'number', 'object', 'string', 'time', 'year' "
          "or 'yearmonth'"), "did you mean 'integer'?"),
        ({"name": ""}, 'name "": should not be empty', ""),
        (field("a", constraints={"minLength": "1"}),
         'constraints.minLength "1": should be a whole number', ""),
        (field("a", constraints={"minimum": [1]}),
         "constraints.minimum should be a text, a number, true or false", ""),
        (field("a", constraints={"enum": [None]}),
         "constraints.enum[0] null: should be a text, a number, true or false", ""),
        (field("a", constraints={"enum": []}), "constraints.enum should not be empty", ""),
        (field("a", constraints={"required": "yes"}),
         'constraints.required "yes": should be true or false', ""),
        (field("a", constraints={"pattern": "x" * 100, "required": "y" * 100}),
         'constraints.required "' + "y" * 58 + "…: should be true or false", ""),
        (field("a", constraints=[]), "constraints should be an object", ""),
        (field("a", "object", constraints={"jsonSchema": 5}),
         "constraints.jsonSchema 5: should be an object", ""),
        (field("a", constraints={"minimum": 1}), "minimum is not defined for type string", ""),
        (field("a", "integer", constraints={"minLength": 1}),
         "minLength is not defined for type integer", ""),
        (field("a", "boolean", constraints={"exclusiveMaximum": 1, "maxLength": 2, "minLength": 1}),
         "minLength is not defined for type boolean", ""),
        (field("a", constraints={"jsonSchema": {}}),
         "jsonSchema is not defined for type string", ""),
        (field("a", categories=[]), "categories should not be empty", ""),
        (field("a", categories=5), "categories 5: should be a list", ""),
        (field("a", categories=["x", "x"]), "categories give the value 'x' twice", ""),
        (field("a", categories=[{"value": "x", "label": "L"}, {"value": "y", "label": "L"}]),
         "categories give the label 'L' twice", ""),
        (field("a", "number", categories=[1]),
         "categories are defined for string and integer, not for number", ""),
        (field("a", categories=["x"], constraints={"enum": ["x", "y"]}),
         "enum allows values that categories do not list", ""),
        (field("a", missingValues=[None]), "missingValues[0] null: should be an object", ""),
        (field("a", "boolean", trueValues="yes"), 'trueValues "yes": should be a list', ""),
        (field("a", "boolean", trueValues=[]), "trueValues should not be empty", ""),
        (field("a", "number", decimalChar=""), 'decimalChar "": should not be empty', ""),
    ],
)  # fmt: skip
def test_a_wrong_field_is_refused(document: object, wrong: str, right: str) -> None:
    assert refusal(Field, document) == (wrong, right)


@pytest.mark.parametrize(
    ("schema", "wrong"),
    [
        (fields(field("a"), field("a")), "defines the field 'a' 2 times"),
        (fields(field("a"), primaryKey="b"),
         "primaryKey names 'b', which is no field of this schema"),
        (fields(field("a"), uniqueKeys=[["a", "b"]]),
         "uniqueKeys names 'b', which is no field of this schema"),
        (fields(field("a"), foreignKeys=[{"fields": "b", "reference": {"resource": "t",
                                                                      "fields": "b"}}]),
         "foreignKeys names 'b', which is no field of this schema"),
        (fields(field("a"), foreignKeys=[{"fields": "a", "reference": {"fields": "b"}}]),
         "foreignKeys.reference names 'b', which is no field of this schema"),
        (fields(field("a"), primaryKey=["a", "a"]), "primaryKey names 'a' twice"),
        (fields(field("a"), field("b"), uniqueKeys=[["a", "b"], ["b", "b"]]),
         "uniqueKeys names 'b' twice"),
        (fields(field("a"), primaryKey="A"),
         "primaryKey names 'A', which is no field of this schema"),
    ],
)  # fmt: skip
def test_a_key_names_fields_that_there_are(schema: dict[str, Any], wrong: str) -> None:
    assert refusal(Schema, schema) == (wrong, "")


def test_both_sides_of_a_foreign_key_have_as_many_fields() -> None:
    key = {"fields": ["a"], "reference": {"resource": "t", "fields": ["a", "b"]}}
    assert refusal(ForeignKey, key) == ("has fields and reference.fields that differ in number", "")


# Misspelt properties


@pytest.mark.parametrize(
    ("document", "name", "near"),
    [
        ({"resources": [TABLE], "licences": []}, "licences", "licenses"),
        ({"resources": [{**TABLE, "tittle": "x"}]}, "resources[0].tittle", "title"),
        ({"resources": [{**TABLE, "dialect": {"delimeter": ";"}}]},
         "resources[0].dialect.delimeter", "delimiter"),
        ({"resources": [{**TABLE, "schema": {"fields": [{"name": "a", "contraints": {}}]}}]},
         "resources[0].schema.fields[0].contraints", "constraints"),
        ({"resources": [{**TABLE, "schema": {"fields": [
            {"name": "a", "constraints": {"min_length": 1}}]}}]},
         "resources[0].schema.fields[0].constraints.min_length", "minLength"),
        ({"resources": [{**TABLE, "schema": {**TABLE["schema"], "primarykey": "a"}}]},
         "resources[0].schema.primarykey", "primaryKey"),
    ],
)  # fmt: skip
def test_a_misspelt_property_is_refused_with_the_nearest(
    document: dict[str, Any], name: str, near: str
) -> None:
    part = read_part(Descriptor, document, "here")
    with pytest.raises(ProjectError) as caught:
        refuse(Reader("here", authored=True).misspelt(part))
    assert caught.value.wrong == f"{name} is no property of the standard"
    assert caught.value.right.startswith(f"did you mean {near!r}? ")


def test_own_properties_are_free() -> None:
    document = {"resources": [TABLE], "my:licences": 1, "editor": "x", "colour": "red"}
    part = read_part(Descriptor, document, "here")
    refuse(Reader("here", authored=True).misspelt(part))


# Frictionless 5, and keys beside a schema


def test_a_divided_dialect_is_read_as_a_whole() -> None:
    """What frictionless 5 writes; what the standard has no property for stays where it is."""
    divided = {
        "header": False,
        "csv": {"delimiter": ";", "quoteChar": "'"},
        "excel": {"sheet": "Data", "fillMergedCells": True},
        "json": {"keyed": True, "keys": ["a"], "property": "rows"},
        "sql": {"table": "t"},
    }
    assert upgrade_dialect(divided) == {
        "header": False, "delimiter": ";", "quoteChar": "'", "sheetName": "Data",
        "excel": {"fillMergedCells": True}, "itemType": "object", "itemKeys": ["a"],
        "property": "rows", "table": "t",
    }  # fmt: skip
    assert upgrade_dialect({"ods": {"sheet": 2}}) == {"sheetNumber": 2}
    assert upgrade_dialect({"csv": 5}) == {"csv": 5}


def test_keys_beside_a_schema_are_put_into_it() -> None:
    key = {"fields": "a", "reference": {"resource": "", "fields": "a"}}
    resource = {"schema": {"fields": [], "uniqueKeys": []}, "primaryKey": "a", "foreignKeys": [key],
                "uniqueKeys": [["a"]]}  # fmt: skip
    assert move_into_schema(resource, {}) == ("primaryKey", "foreignKeys")
    assert resource == {
        "schema": {
            "fields": [], "uniqueKeys": [], "primaryKey": "a",
            "foreignKeys": [{"fields": "a", "reference": {"fields": "a"}}],
        },
        "uniqueKeys": [["a"]],
    }  # fmt: skip
    assert move_into_schema({"primaryKey": "a"}, {}) == ()


@pytest.mark.parametrize(
    ("beside", "moved"),
    [
        ({"primaryKey": "a"}, True),
        ({"primaryKey": ["a", "x"]}, False),
        ({"uniqueKeys": [["a"], ["x"]]}, False),
        ({"missingValues": 5}, False),
        ({"fieldsMatch": "often"}, False),
        ({"foreignKeys": [{"fields": "a", "reference": {"resource": "u", "fields": "b"}}]}, True),
        ({"foreignKeys": [{"fields": "x", "reference": {"resource": "u", "fields": "b"}}]}, False),
        ({"foreignKeys": [{"fields": "a", "reference": {"resource": "u", "fields": "x"}}]}, False),
        ({"foreignKeys": [{"fields": "a", "reference": {"resource": "x", "fields": "b"}}]}, False),
    ],
)
def test_what_could_not_stand_in_a_schema_stays_beside_it(
    beside: dict[str, Any], *, moved: bool
) -> None:
    resource = {"schema": {"fields": [{"name": "a"}]}, **beside}
    assert bool(move_into_schema(resource, {"u": ["b"]})) == moved
    assert (next(iter(beside)) in resource) != moved


# Version 1


def test_a_descriptor_of_version_1_is_brought_to_version_2() -> None:
    old = {
        "profile": "tabular-data-package",
        "contributors": [{"title": "A", "role": "author"}, {"title": "B", "roles": ["x"]}],
        "resources": [
            {
                "name": "t",
                "profile": "tabular-data-resource",
                "path": "t.csv",
                "dialect": {"csvddfVersion": 1.2, "caseSensitiveHeader": False, "delimiter": ";"},
                "schema": {
                    "fields": [{"name": "a"}],
                    "foreignKeys": [
                        {"fields": "a", "reference": {"resource": "", "fields": "a"}},
                        {"fields": "a", "reference": {"resource": "u", "fields": "a"}},
                    ],
                },
            },
            {"name": "u", "profile": "data-resource"},
        ],
    }
    new = {
        "contributors": [{"title": "A", "roles": ["author"]}, {"title": "B", "roles": ["x"]}],
        "resources": [
            {
                "name": "t",
                "type": "table",
                "path": "t.csv",
                "dialect": {"caseSensitiveHeader": False, "delimiter": ";"},
                "schema": {
                    "fields": [{"name": "a"}],
                    "foreignKeys": [
                        {"fields": "a", "reference": {"fields": "a"}},
                        {"fields": "a", "reference": {"resource": "u", "fields": "a"}},
                    ],
                },
            },
            {"name": "u"},
        ],
    }
    assert upgrade(old) == new
    assert upgrade(new) == new


@pytest.mark.parametrize(
    "document",
    [
        {"contributors": 5, "resources": 5},
        {"contributors": ["x"], "resources": ["x"]},
        {"resources": [{"dialect": 5, "schema": "a.json"}]},
        {"resources": [{"schema": {"foreignKeys": 5}}]},
        {"resources": [{"schema": {"foreignKeys": ["x", {"reference": "x"}, {}]}}]},
    ],
)
def test_what_is_broken_is_left_to_be_refused(document: dict[str, Any]) -> None:
    assert upgrade(document) == document


NAMES = (
    "name", "path", "schema", "fields", "foreignKeys", "reference", "resource", "role", "type",
    "constraints", "enum", "contributors", "resources", "dialect", "categories",
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_descriptor_is_read_or_refused_in_words(document: Any) -> None:
    wrong = "nothing"
    try:
        read_part(Descriptor, upgrade({"resources": document}), "here")
    except ProjectError as error:
        wrong = error.wrong
    assert wrong
    assert "tuple" not in wrong.lower()


# SQL files


def statement(text: str) -> Statement:
    return read_statement("q", "q.sql", text)


def test_headings_stand_before_the_select() -> None:
    read = statement(
        "-- title: What: all\n--description:more  \n\n-- parameter: t = x (a table)\n"
        "-- parameter: k = 1\n-- parameter: not understood\n-- column: a = The A\n-- a comment\n"
        "SELECT 1 -- note: inside\n"
    )
    assert read.headings == (
        ("title", "What: all"),
        ("description", "more"),
        ("parameter", "t = x (a table)"),
        ("parameter", "k = 1"),
        ("parameter", "not understood"),
        ("column", "a = The A"),
    )
    assert read.heading("title") == "What: all"
    assert read.heading("none") == ""
    assert read.heading("none", "else") == "else"
    assert read.all_headings("parameter") == ("t = x (a table)", "k = 1", "not understood")
    assert read.example == {"t": "x", "k": "1"}
    assert read.column_help == {"a": "The A"}
    assert read.select == "SELECT 1"


@pytest.mark.parametrize(
    ("text", "select"),
    [
        ("select 1", "select 1"),
        ("select 1;", "select 1"),
        ("select 1 ;\n\n", "select 1"),
        ("select 1; -- done;\n/* ; */", "select 1"),
        ("select 1;;", "select 1"),
        ("select ';' -- ;", "select ';'"),
        ('select 1 as ";"', 'select 1 as ";"'),
        ("with x as (select 1)\nselect * from x", "with x as (select 1)\nselect * from x"),
        ("select 1 -- a\nfrom t", "select 1 -- a\nfrom t"),
        ("select '-- no comment'", "select '-- no comment'"),
    ],
)
def test_a_statement_ends_with_its_last_word(text: str, select: str) -> None:
    assert statement(text).select == select
    assert statement(text).text == text


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "holds no SELECT"),
        ("-- title: x", "holds no SELECT"),
        ("-- title: x\n;", "holds no SELECT"),
        ("delete from t", "holds no SELECT"),
        ("selected", "holds no SELECT"),
        ("attach 'x'", "holds no SELECT"),
        ("select 1; select 2", "holds several statements"),
        ("select 1; drop table t; -- x", "holds several statements"),
    ],
)
def test_a_file_holds_one_select(text: str, wrong: str) -> None:
    with pytest.raises(ProjectError) as caught:
        statement(text)
    assert (caught.value.place, caught.value.wrong) == ("q.sql", wrong)
