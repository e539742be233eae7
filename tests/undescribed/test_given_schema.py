"""Files judged by a schema in a file of its own."""

import json
from pathlib import Path

import pytest

import pressmark
from pressmark import ProjectError
from tests.undescribed.test_judging import places

SCHEMA = """
fields:
  - name: id
    type: integer
  - name: n
    type: integer
    constraints: {maximum: 10}
primaryKey: id
"""


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    """A schema as people write one."""
    path = tmp_path / "s.yaml"
    path.write_text(SCHEMA)
    return path


def test_each_file_is_judged_by_it(tmp_path: Path, schema: Path) -> None:
    (tmp_path / "a.csv").write_text("id;n\n1;2\n2;30\n2;x\n")
    (tmp_path / "b.csv").write_text("sep=,\nid,m\n1,2\n")
    report = pressmark.validate([tmp_path / "a.csv", tmp_path / "b.csv"], schema=schema)
    assert report.counts == {
        "cell.maximum": 1, "cell.type": 1, "header.extra": 1, "header.missing": 1, "key.primary": 1,
    }  # fmt: skip
    assert f"2 files are not valid by the schema {schema}: 5 errors" in report.verdict
    assert report.written()["judged_by"]["schema"] == str(schema)
    assert not any("Found in" in line for line in report.unchecked)


def test_a_header_that_looks_like_a_record_is_found_by_the_names(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("1,2\n3,4\n5,6\n7,8\n")
    (tmp_path / "s.json").write_text(json.dumps({"fields": [{"name": "1"}, {"name": "2"}]}))
    (tmp_path / "other.yaml").write_text("fields: [{name: a}, {name: b}]")
    named = pressmark.validate(tmp_path / "t.csv", schema=tmp_path / "s.json")
    assert named.valid and named.tables[0].records == 3 and not named.findings
    bare = pressmark.validate(tmp_path / "t.csv", schema=tmp_path / "other.yaml")
    assert bare.tables[0].records == 4 and places(bare) == [("schema.doubt", None, None, None)]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ('"line\nend",na\u200bme\n1,2\n', {}),
        ("id,,id\n1,a,2\n", {"header.blank": 1, "header.duplicate": 1}),
        ("Place,2020,,2021,\n,men,women,men,women\na,1,2,3,4\nb,2,3,4,5\nc,3,4,5,6\n", {}),
    ],
)
def test_what_describe_found_judges_its_file_as_the_file_itself_does(
    tmp_path: Path, text: str, counts: dict[str, int]
) -> None:
    path, schema = tmp_path / "t.csv", tmp_path / "s.yaml"
    path.write_text(text, "utf-8")
    (draft,) = pressmark.describe(path)
    schema.write_text(json.dumps(draft.schema))
    for report in (pressmark.validate(path), pressmark.validate(path, schema=schema)):
        found = {rule: count for rule, count in report.counts.items() if rule != "schema.doubt"}
        assert found == counts


def test_a_reference_to_a_table_that_is_no_file_is_not_checked(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    key = {"fields": ["a"], "reference": {"resource": "u", "fields": ["a"]}}
    wrong = {"fields": ["a"], "reference": {"fields": ["none"]}}
    document = {"fields": [{"name": "a"}, {"name": "b"}], "foreignKeys": [key, wrong]}
    (tmp_path / "s.json").write_text(json.dumps(document))
    report = pressmark.validate(tmp_path / "t.csv", schema=tmp_path / "s.json")
    assert report.counts == {"descriptor.value": 1}
    (line,) = report.unchecked
    assert line.startswith("Not checked, as the table that it refers to is none of the files")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"resources": []}, "is a descriptor of tables"),
        ({"properties": {}}, "is a JSON Schema"),
        ({"schema": {"fields": []}}, "is a resource with a schema in it"),
        ({"field": []}, "in place of 'field'"),
    ],
)
def test_what_is_no_schema_is_refused(
    tmp_path: Path, document: dict[str, object], said: str
) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    (tmp_path / "s.json").write_text(json.dumps(document))
    with pytest.raises(ProjectError, match=said):
        pressmark.validate(tmp_path / "t.csv", schema=tmp_path / "s.json")


def test_a_slip_in_the_schema_is_told_and_a_damaged_file_is_wrong(
    tmp_path: Path, schema: Path
) -> None:
    schema.write_text(SCHEMA.replace("primaryKey", "primarykey"))
    (tmp_path / "t.csv").write_text("id,n\n1,2\n")
    (tmp_path / "g.csv.gz").write_bytes(b"\x1f\x8b\x08 no gzip")
    report = pressmark.validate([tmp_path / "t.csv", tmp_path / "g.csv.gz"], schema=schema)
    assert report.counts == {"file.format": 1, "schema.property": 1}
