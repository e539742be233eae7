"""Structured tables: JSON, JSON lines, and data inside the descriptor."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from pressmark.intake import Limits, TableFile
from pressmark.intake.null import NULL, list_missing_texts
from pressmark.package import Dialect, Field, Resource, Schema, Table
from pressmark.report.finding import Finding, Findings
from tests.packages import places_of, report_of

SMALL = Limits(block_bytes=1)
Cells = list[tuple[int, list[str | None]]]


def read_typed(  # a case has as many parts
    path: Path | None,
    fields: str | list[Field] = "a b",
    limits: Limits | None = None,
    data: Any = None,
    dialect: dict[str, Any] | None = None,
    **more: Any,
) -> tuple[Cells, list[Finding], TableFile]:
    """Read a typed table: the cells of each record by its number, findings, and the account."""
    made = [Field(name=name) for name in fields.split()] if isinstance(fields, str) else fields
    chosen = Dialect.model_validate(dialect or {}, strict=False)
    schema_parts = {"missing_values", "fields_match"} & set(more)
    schema = Schema(fields=tuple(made), **{name: more.pop(name) for name in schema_parts})
    resource = Resource(name="t", data=data, dialect=chosen, **more)
    table = Table(resource, schema, (path,) if path else (), "t.json")
    findings = Findings(100)
    file = TableFile(table, findings, limits or Limits())
    rows: Cells = []
    for block in file.blocks():
        assert block.lines is None
        assert block.cells.schema.names == [f"c{number + 1}" for number in range(len(made))]
        cells = zip(*(column.to_pylist() for column in block.cells.columns), strict=True)
        rows += zip(block.records.tolist(), map(list, cells), strict=True)
    assert all(each.line is None and each.hint for each in findings.kept)
    return rows, findings.kept, file


def places(found: list[Finding]) -> list[tuple[str, int | None, str | None]]:
    """Give rule, record and field of each finding."""
    return [(each.rule, each.record, each.field) for each in found]


TABLES = [
    ("t.json", '[{"a": 1, "b": "x"}, {"b": "y", "a": 2}]', {}),
    ("t.json", '[["a", "b"], [1, "x"], [2, "y"]]', {}),
    ("t.json", ' [\n["a","b"] , [1,"x"],[2,"y"] ] \n', {"itemType": "array"}),
    ("t.json", '[[1, "x"], [2, "y"]]', {"header": False}),
    ("t.json", '{"n": {"deep": [1]}, "rows": [[1, "x"], [2, "y"]], "z"',
     {"property": "rows", "header": False}),
    ("t.json", '{"x": {"rows": 1, "y": [{"a":1,"b":"x"},{"a":2,"b":"y"}]}}', {"property": "x.y"}),
    ("t.json", '{"x.y": [{"a":1,"b":"x"},{"a":2,"b":"y"}]}', {"property": "x.y"}),
    ("t.json", '[{"c": 0, "b": "x", "a": 1}, {"a": 2, "b": "y"}]', {"itemKeys": ["a", "b"]}),
    ("t.jsonl", '{"a": 1, "b": "x"}\n\n{"a": 2, "b": "y"}', {}),
    ("t.ndjson", '["a", "b"]\n[1, "x"]\r\n[2, "y"]\n', {}),
]  # fmt: skip


@pytest.mark.parametrize("limits", [Limits(), SMALL])
@pytest.mark.parametrize(("name", "written", "dialect"), TABLES)
def test_the_same_table_in_every_structure(
    tmp_path: Path, name: str, written: str, dialect: dict[str, Any], limits: Limits
) -> None:
    """Lists of objects and of lists, whole or line by line, alone or under a property."""
    path = tmp_path / name
    path.write_text(written, encoding="utf-8")
    rows, found, file = read_typed(path, limits=limits, dialect=dialect)
    assert rows == [(1, ["1", "x"]), (2, ["2", "y"])]
    assert found == []
    assert (file.records, file.missing) == (2, ())
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("data", "more"),
    [
        ([{"a": 1, "b": "x"}, {"a": 2, "b": "y"}], {}),
        ([["a", "b"], [1, "x"], [2, "y"]], {"format": "csv"}),
        ({"rows": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}, {"dialect": {"property": "rows"}}),
        ('[["a", "b"], [1, "x"], [2, "y"]]', {"mediatype": "application/json; charset=utf-8"}),
        ('["a", "b"]\n[1, "x"]\n[2, "y"]', {"format": "ndjson"}),
    ],
)
def test_data_inside_the_descriptor_is_read(data: Any, more: dict[str, Any]) -> None:
    """A list is JSON; a text has the format that is said."""
    rows, found, file = read_typed(None, data=data, **more)
    assert (rows, found) == ([(1, ["1", "x"]), (2, ["2", "y"])], [])
    assert file.bytes > 0


def test_data_in_csv_has_lines() -> None:
    """It is delimited text like any other."""
    resource = Resource(name="t", data='a,b\n1,"x\ny"\n2\n', format="csv")
    schema = Schema(fields=(Field(name="a"), Field(name="b")))
    findings = Findings(9)
    file = TableFile(Table(resource, schema, (), "datapackage.json"), findings)
    (block,) = file.blocks()
    assert block.lines is not None
    assert (block.lines.tolist(), block.cells.to_pylist()) == ([2], [{"c1": "1", "c2": "x\ny"}])
    assert [(each.rule, each.record, each.line) for each in findings.kept] == [
        ("record.short", 2, 4)
    ]
    assert (file.bytes, file.sha256) == (14, hashlib.sha256(b'a,b\n1,"x\ny"\n2\n').hexdigest())


@pytest.mark.parametrize("name", ["t.json", "t.jsonl"])
@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1.50", "1.5"),
        ("-0.0", "0"),
        ("-0", "0"),
        ("1e3", "1000"),
        ("1.25E-3", "0.00125"),
        ("100", "100"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"),
        ("1e999999999", "1e999999999"),
        ("1e9999999999999999999999", "1e9999999999999999999999"),
        ("7" * 5000, "7" * 5000),
        ("true", "true"),
        ("false", "false"),
        ('""', ""),
        ('"1e3"', "1e3"),
        ('"\\u00e9\\n"', "é\n"),
        ('{"x": [1.0, null, true, "é", {}]}', '{"x":[1,null,true,"é",{}]}'),
        ("[ ]", "[]"),
    ],
)
def test_values_become_canonical_text(tmp_path: Path, name: str, written: str, text: str) -> None:
    """Exactly, however long."""
    path = tmp_path / name
    line = f'{{"a": {written}}}'
    path.write_text(f"[{line}]" if name == "t.json" else line, encoding="utf-8")
    for limits in (SMALL, Limits()):
        assert read_typed(path, "a", limits)[0] == [(1, [text])]


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ({"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}, True, "yes"),
        ({"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}, False, "no"),
        ({"type": "boolean", "trueValues": ["1", "true"]}, True, "true"),
        ({"type": "string"}, True, "true"),
        ({"type": "number", "decimalChar": ","}, 1.5, "1,5"),
        ({"type": "geopoint"}, [90.5, 45], "90.5, 45"),
        ({"type": "geopoint", "format": "array"}, [90.5, 45], "[90.5,45]"),
        ({"type": "list"}, ["a", 1, None], "a,1,"),
        ({"type": "list", "delimiter": ";"}, ["a", True], "a;true"),
        ({"type": "array"}, ["a", 1], '["a",1]'),
    ],
)
def test_a_value_is_written_as_its_field_reads_it(
    field: dict[str, Any], value: Any, text: str
) -> None:
    """Nobody chose the spelling of a typed value, so it cannot be wrong."""
    made = Field.model_validate({"name": "a", **field}, strict=False)
    assert read_typed(None, [made], data=[{"a": value}])[0] == [(1, [text])]


def test_an_item_that_holds_the_delimiter_is_a_finding() -> None:
    """A list would be read with one item more."""
    field = Field.model_validate({"name": "a", "type": "list"})
    rows, (found,), _ = read_typed(None, [field], data=[{"a": ["b,c"]}, {"a": ["b", "c"]}])
    assert rows == [(1, [""]), (2, ["b,c"])]
    assert (found.rule, found.record, found.field) == ("record.format", 1, "a")
    assert (
        found.message == "The cell has the item 'b,c', which holds ',', the delimiter of the list."
    )
    assert found.hint == "Give the field a delimiter that no item holds, or the type array."


def test_nulls_and_missing_keys_are_missing_values() -> None:
    """They are written as the schema reads a missing value; a missing column is null."""
    data = [{"a": None, "b": "x"}, {"b": None, "a": ""}, {"a": "y"}]
    rows, found, _ = read_typed(None, data=data)
    assert (rows, found) == ([(1, ["", "x"]), (2, ["", ""]), (3, ["y", ""])], [])
    nulls: list[tuple[tuple[str, ...], str]] = [(("NA", "-"), "NA"), (("NA", ""), ""), ((), NULL)]
    for missing, null in nulls:
        field = Field.model_validate({"name": "a", "missingValues": missing}, strict=False)
        rows, _, _ = read_typed(None, [field], data=[{"a": None}, {"a": "x"}])
        assert rows == [(1, [null]), (2, ["x"])]
        table = Table(Resource(name="t", data=[]), Schema(fields=(field,)), (), "t")
        assert null in list_missing_texts(table, field)
    lists, found, file = read_typed(None, data=[["a"], [1], [None]])
    assert lists == [(1, ["1", None]), (2, ["", None])]
    assert places(found) == [("header.missing", None, "b")]
    assert file.missing == ("b",)


def test_a_null_sequence_is_a_missing_value_of_delimited_text() -> None:
    """It does not suit other formats, and is ignored there."""
    field, dialect = Field(name="a"), Dialect(null_sequence="\\N")
    schema = Schema(fields=(field,))
    for data, texts in (("a\n", ("", "\\N")), ([], ("",))):
        resource = Resource(name="t", data=data, dialect=dialect, format="csv" if data else "json")
        assert list_missing_texts(Table(resource, schema, (), "t"), field) == texts


def test_keys_are_the_header_of_objects() -> None:
    """All of them are; their order is not compared, unless the dialect lists them."""
    data = [{"b": 1, "a": 2}, {"efect": 3, "a": 4}]
    rows, found, file = read_typed(None, "a b effect", data=data)
    assert rows == [(1, ["2", "1", ""]), (2, ["4", "", ""])]
    assert places(found) == [("header.missing", None, "effect"), ("header.extra", None, None)]
    assert found[1].value == "efect"
    assert file.missing == ("effect",)
    _, found, _ = read_typed(None, data=[{"b": 1, "a": 2}], dialect={"itemKeys": ["b", "a"]})
    assert places(found) == [("header.order", None, None)]
    rows, found, _ = read_typed(None, "a b", data=data, fields_match=("partial",))
    assert found == []


def test_items_of_another_kind_are_no_records() -> None:
    """They count, and the others are read."""
    rows, found, file = read_typed(None, data=[{"a": 1, "b": 2}, [1, 2], 3, {"a": 4, "b": 5}])
    assert rows == [(1, ["1", "2"]), (4, ["4", "5"])]
    assert places(found) == [("record.format", 2, None), ("record.format", 3, None)]
    assert found[0].message == "The record is no JSON object."
    assert file.records == 4
    rows, found, _ = read_typed(None, data=[["a", "b"], {"a": 1}, [1], [], [1, 2, 3], [3, 4]])
    assert rows == [(5, ["3", "4"])]
    assert places(found) == [
        ("record.format", 1, None),
        ("record.short", 2, None),
        ("record.blank", 3, None),
        ("record.long", 4, None),
    ]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ([], None),
        ({}, "file.format"),
        ({"a": 1}, "file.format"),
        ("x", "file.format"),
        ([1, 2], "record.format"),
    ],
)
def test_what_is_no_list_of_records_is_no_table(data: Any, rule: str | None) -> None:
    """An empty list is one."""
    rows, found, _ = read_typed(None, data=data, format="json")
    assert rows == []
    assert [each.rule for each in found][:1] == ([rule] if rule else [])
    _, found, _ = read_typed(None, data=[{"a": 1}], dialect={"itemType": "array"})
    assert [each.rule for each in found] == ["file.format"]


@pytest.mark.parametrize("limits", [Limits(), SMALL])
@pytest.mark.parametrize(
    ("written", "where", "why"),
    [
        ("", None, "there is no list"),
        ("[", None, "expecting value"),
        ('[{"a": 1}', None, "a comma or a closing bracket is missing"),
        ('[{"a": 1} {"a": 2}]', None, "a comma or a closing bracket is missing"),
        ('[{"a": 1}] x', None, "there is text behind the list"),
        ('[{"a": 1}, {"a" 2}, {"a": 3}, {"a": 4}, {"a": 5}]', None, "expecting ':' delimiter"),
        ('[{"a": "x}]', None, "a string is not closed"),
        ('[{"a": NaN}]', None, "the word NaN is no JSON value"),
        ('[{"a": "\t"}]', None, "invalid control character at"),
        ('{"rows": []}', None, "there is no list"),
        ('{"rows": 1}', "rows", "'rows' is no list"),
        ('{"x": 1}', "rows", "there is no property 'rows'"),
        ("{}", "rows", "there is no property 'rows'"),
        ("[]", "rows", "there is no object with a property 'rows'"),
        ('{"rows" []}', "rows", "a property has no name"),
        ("{1: []}", "rows", "a property has no name"),
        ("[" * 10_000, None, "it is nested too deeply"),
        ('{"a":' * 10_000, "rows", "it is nested too deeply"),
        ('{"a":' * 10_000, ".".join("a" * 10_000), "it is nested too deeply"),
    ],
)
def test_a_file_that_is_no_json_is_a_finding(
    tmp_path: Path, written: str, where: str | None, why: str, limits: Limits
) -> None:
    """In words of its own, with the record at which reading stopped."""
    path = tmp_path / "t.json"
    path.write_text(written, encoding="utf-8")
    _, found, _ = read_typed(path, "a", limits, dialect={"property": where} if where else {})
    (only,) = [each for each in found if not each.rule.startswith("header")]
    assert only.rule == "file.format"
    assert only.message.startswith(f"The file is no JSON table: {why}")


def test_a_line_that_is_no_json_is_one_wrong_record(tmp_path: Path) -> None:
    """The others are read."""
    path = tmp_path / "t.jsonl"
    deep = "[" * 10_000
    path.write_text(f'{{"a": 1}}\n{{"a": \n{deep}\n{{"a": 2}}\n', encoding="utf-8")
    rows, found, _ = read_typed(path, "a")
    assert rows == [(1, ["1"]), (4, ["2"])]
    assert places(found) == [("record.format", 2, None), ("record.format", 3, None)]
    assert found[0].message == "The record is no JSON: Expecting value at character 7."


def test_limits_hold_for_structured_tables(tmp_path: Path) -> None:
    """Records, cells and columns."""
    limits = Limits(record_bytes=40, block_bytes=8)
    for name, written in (
        ("t.json", '[{"a": 1}, {"a": "%s"}]'),
        ("t.jsonl", '{"a": 1}\n{"a": "%s"}'),
    ):
        path = tmp_path / name
        path.write_text(written % ("x" * 200), encoding="utf-8")
        rows, found, _ = read_typed(path, "a", limits)
        assert rows == [(1, ["1"])]
        assert found[0].rule == "record.too_large"
        assert '"recordBytes"' in (found[0].hint or "")
    _, found, _ = read_typed(None, "a", Limits(cell_bytes=3), data=[{"a": "xxxx"}])
    assert places(found) == [("cell.too_large", 1, "a")]
    for data in ([dict.fromkeys("abc")], [list("abc")]):
        _, found, _ = read_typed(None, "a", Limits(columns=2), data=data)
        assert places(found) == [("file.too_large", None, None)]


def test_a_cell_that_is_no_text_is_reported(tmp_path: Path) -> None:
    """Half of a surrogate pair cannot be written, and a deep value not be walked."""
    path = tmp_path / "t.json"
    deep = "[" * 900 + "]" * 900
    path.write_text(
        '[{"a": "\\ud800"}, {"a": ' + deep + '}, {"a": "\\ud83d\\ude00"}]', encoding="utf-8"
    )
    rows, found, _ = read_typed(path, "a")
    assert rows[0] == (1, [""]) and rows[2] == (3, ["😀"])
    assert places(found)[0] == ("record.format", 1, "a")


def test_many_records_come_in_several_blocks(tmp_path: Path) -> None:
    """None is lost between them."""
    path = tmp_path / "t.jsonl"
    path.write_text("".join(f'{{"a": {n}}}\n' for n in range(25_000)), encoding="utf-8")
    rows, _, _ = read_typed(path, "a")
    assert rows == [(n + 1, [str(n)]) for n in range(25_000)]
    wide = [{"a": "x" * 1_000_000}] * 9
    assert len(read_typed(None, "a", data=wide)[0]) == 9


json_values = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.integers() | strategies.text(max_size=5),
    lambda inner: (
        strategies.lists(inner, max_size=3)
        | strategies.dictionaries(strategies.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    strategies.lists(strategies.fixed_dictionaries({"a": json_values, "b": json_values})),
    strategies.integers(1, 20),
    strategies.sampled_from([None, 2]),
)
def test_every_list_of_objects_is_read_as_python_reads_it(
    tmp_path: Path, data: list[dict[str, Any]], block_bytes: int, indent: int | None
) -> None:
    """Whole, line by line, and inside the descriptor, wherever blocks are cut."""
    (tmp_path / "t.json").write_text(json.dumps(data, indent=indent), encoding="utf-8")
    lines = "\n".join(map(json.dumps, data))
    (tmp_path / "t.jsonl").write_text(lines, encoding="utf-8")
    inside, _, _ = read_typed(None, data=data)
    for name in ("t.json", "t.jsonl"):
        rows, found, _ = read_typed(tmp_path / name, limits=Limits(block_bytes=block_bytes))
        assert (rows, found) == (inside, [])
    for (number, cells), item in zip(inside, data, strict=True):
        for text, value in zip(cells, (item["a"], item["b"]), strict=True):
            if isinstance(value, list | dict):
                assert json.loads(text or "") == value
            elif value is None or isinstance(value, str):
                assert text == (value or "")
            else:
                assert json.loads(text or "") == value
        assert number <= len(data)


@pytest.mark.parametrize("name", ["t.json", "t.jsonl"])
@pytest.mark.parametrize(
    "record", ['{"a":1,"a":2}', '{"a":{"b":1,"b":2}}', '{"a":[[{"b":1,"b":2}]]}', '[{"b":1,"b":2}]']
)
def test_a_key_given_twice_is_reported(record: str, name: str, tmp_path: Path) -> None:
    records = ['{"a":3}', record, '{"a":4}']
    text = "\n".join(records) if name == "t.jsonl" else f"[{','.join(records)}]"
    (tmp_path / name).write_text(text, encoding="utf-8")
    schema = {"fields": [{"name": "a", "type": "any"}]}
    table = {"name": "t", "type": "table", "path": name, "schema": schema}
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps({"name": "p", "resources": [table]}), encoding="utf-8")
    report = report_of(path)
    assert places_of(report) == [("record.format", 2, None, None)]
    assert "twice" in report.findings[0].message
    assert report.tables[0].records == len(records)


@pytest.mark.parametrize("name", ["t.json", "t.jsonl"])
@pytest.mark.parametrize("wrong", [b"\xff", b"\xed\xa0\x80", b"\xc0\xaf"])
def test_bytes_that_are_not_the_encoding_are_found(name: str, wrong: bytes, tmp_path: Path) -> None:
    """They became question marks in a table that was called valid."""
    first, second = b'{"a": 1, "b": "x"}', b'{"a": 2, "b": "' + wrong + b'"}'
    joined = (b"[%s,%s]" if name == "t.json" else b"%s\n%s\n") % (first, second)
    (tmp_path / name).write_bytes(joined)
    _, found, _ = read_typed(tmp_path / name)
    assert places(found) == [("file.encoding", None, None)]
    (tmp_path / name).write_bytes(joined[:-2])
    _, found, _ = read_typed(tmp_path / name)
    assert "file.encoding" in {rule for rule, *_ in places(found)} and len(found) == 2
