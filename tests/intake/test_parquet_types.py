"""Every type of a Parquet column: its cells are exactly what is stored, or refused by name."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from pressmark.intake import Limits
from pressmark.intake.typed.kinds import DEEPEST, explain_refused
from pressmark.intake.typed.nested import write_texts
from pressmark.package import Field
from pressmark.report.finding import Finding

from .test_json import read_typed

MOMENT = datetime(2021, 1, 2, 3, 4, 5, 600_000)  # noqa: DTZ001 - a moment without zone
ID = UUID("12345678-9abc-def0-1234-56789abcdef0")
BAD = b"a\xffb"
WHOLE, TEXT = pa.int32(), pa.string()


def field(type_: str, **more: Any) -> Field:
    """Make the field `a` of that type."""
    return Field.model_validate({"name": "a", "type": type_, **more})


def read(
    folder: Path, column: pa.Array, of: Field, *, store_schema: bool = True
) -> tuple[list[str | None], list[Finding]]:
    """Write a column as Parquet and read it: its cells, and what is wrong with them."""
    path = folder / "t.parquet"
    parquet.write_table(pa.table({"a": column}), path, store_schema=store_schema)
    rows, found, _ = read_typed(path, [of])
    return [cell for _, (cell,) in rows], found


def broken(kind: pa.DataType, *cells: bytes | None) -> pa.Array:
    """Make a column of text that holds any bytes, as a faulty writer leaves it."""
    if pa.types.is_string_view(kind):
        # A text of up to 12 bytes stands in the view itself, after its length.
        views = b"".join(len(each or b"").to_bytes(4, "little") + (each or b"").ljust(12, b"\0")
                         for each in cells)  # fmt: skip
        return pa.Array.from_buffers(kind, len(cells), [None, pa.py_buffer(views)])
    raw = pa.array(cells, pa.large_binary() if pa.types.is_large_string(kind) else pa.binary())
    return pa.Array.from_buffers(kind, len(raw), raw.buffers())


NUMBERS = pa.array([1, None, 2], WHOLE)
TEXTS = {
    "large text": (pa.array(["é", None], pa.large_string()), field("string"), ["é", ""]),
    "viewed text": (pa.array(["é", None], pa.string_view()), field("string"), ["é", ""]),
    "listed text": (pa.array(["é", "é", None]).dictionary_encode(), field("string"),
                    ["é", "é", ""]),
    "unsigned": (pa.array([2**64 - 1, 0], pa.uint64()), field("integer"),
                 ["18446744073709551615", "0"]),
    "half": (pa.array([0.1, 65504], pa.float32()).cast(pa.float16(), safe=False), field("number"),
             ["0.099975586", "65504"]),
    "long decimal": (pa.array([Decimal("1" * 60 + ".50")], pa.decimal256(76, 3)), field("number"),
                     ["1" * 60 + ".5"]),
    "short decimal": (pa.array([Decimal("1.50"), None], pa.decimal32(5, 2)), field("number"),
                      ["1.5", ""]),
    "seconds": (pa.array([3661], pa.time32("s")), field("time"), ["01:01:01"]),
    "nanoseconds of a day": (pa.array([1, 10**9], pa.time64("ns")), field("time"),
                             ["00:00:00.000000001", "00:00:01"]),
    "nanoseconds": (pa.array([1, None], pa.timestamp("ns")), field("datetime"),
                    ["1970-01-01T00:00:00.000000001", ""]),
    "nanoseconds in a zone": (pa.array([1], pa.timestamp("ns", "Europe/Berlin")),
                              field("datetime"), ["1970-01-01T00:00:00.000000001Z"]),
    "a zone that nobody knows": (pa.array([0], pa.timestamp("s", "Nowhere/At-all")),
                                 field("datetime"), ["1970-01-01T00:00:00Z"]),
    "no midnight": (pa.array([1, 86_400 * 10**9], pa.timestamp("ns")), field("date"),
                    ["1970-01-01T00:00:00.000000001", "1970-01-02"]),
    "midnight in its zone": (pa.array([-3600, 0], pa.timestamp("s", "Europe/Berlin")),
                             field("date"), ["1970-01-01", "1970-01-01T00:00:00Z"]),
    "midnight in no zone": (pa.array([0], pa.timestamp("s", "Nowhere/At-all")), field("date"),
                            ["1970-01-01T00:00:00Z"]),
    "a day as a moment": (pa.array([date(2021, 1, 2), None]), field("datetime"),
                          ["2021-01-02T00:00:00", ""]),
    "a day of the week before": (pa.array([date(2021, 1, 2)], pa.date64()), field("date"),
                                 ["2021-01-02"]),
    "years of five digits": (pa.array([3_000_000, -1_000_000], pa.date32()), field("string"),
                             ["10183-09-21", "-0768-02-04"]),
    "a day in the field's format": (pa.array([date(2021, 1, 2), None]),
                                    field("date", format="%d.%m.%Y"), ["02.01.2021", ""]),
    "a moment in the field's format": (pa.array([MOMENT]), field("datetime", format="%d.%m.%Y"),
                                       ["2021-01-02T03:04:05.6"]),
    "a zone that a format leaves out": (
        pa.array([MOMENT.replace(tzinfo=UTC)], pa.timestamp("us", "UTC")),
        field("datetime", format="%Y-%m-%d %H:%M:%S.%f"), ["2021-01-02T03:04:05.6Z"]),
    "a century that a format leaves out": (pa.array([date(1921, 1, 2), date(2021, 1, 2)]),
                                           field("date", format="%d.%m.%y"),
                                           ["1921-01-02", "02.01.21"]),
    "nanoseconds in the field's format": (
        pa.array([1, 1000], pa.timestamp("ns")), field("datetime", format="%Y-%m-%d %H:%M:%S.%f"),
        ["1970-01-01T00:00:00.000000001", "1970-01-01 00:00:00.000001"]),
    "a time in the field's format": (pa.array([time(1, 2), time(1, 2, 3)]),
                                     field("time", format="%H:%M"), ["01:02", "01:02:03"]),
    "a year that Python lacks": (pa.array([3_000_000], pa.date32()),
                                 field("date", format="%d.%m.%Y"), ["10183-09-21"]),
    "nanoseconds that last": (pa.array([1, -(86_400 * 10**9), None], pa.duration("ns")),
                              field("duration"), ["PT0.000000001S", "-P1D", ""]),
    "longer than Python knows": (pa.array([2**62], pa.duration("s")), field("duration"),
                                 [f"P{2**62 // 86_400}DT{2**62 % 86_400}S"]),
    "nothing": (pa.nulls(2), field("string"), ["", ""]),
    "a UUID": (pa.array([ID.bytes, None], pa.uuid()), field("string", format="uuid"),
               [str(ID), ""]),
    "JSON": (pa.array(['{"b": 1, "a": 1.50}', None], pa.json_()), field("object"),
             ['{"b": 1, "a": 1.50}', ""]),
    "a truth of 8 bits": (pa.ExtensionArray.from_storage(pa.bool8(), pa.array([1, 0], pa.int8())),
                          field("boolean"), ["true", "false"]),
    "a list": (pa.array([[1, None], [], None]), field("array"), ["[1,null]", "[]", ""]),
    "a large list": (pa.array([["a"], None], pa.large_list(TEXT)), field("array"), ['["a"]', ""]),
    "a viewed list": (pa.array([["a"], None], pa.list_view(TEXT)), field("array"), ['["a"]', ""]),
    "a large viewed list": (pa.array([["a"], None], pa.large_list_view(TEXT)), field("array"),
                            ['["a"]', ""]),
    "a list of one length": (pa.array([None, [1, 2], [3, 4]], pa.list_(WHOLE, 2)), field("array"),
                             ["", "[1,2]", "[3,4]"]),
    "a list of a dictionary": (
        pa.ListArray.from_arrays([0, 1, 2], pa.array(["a", "a"]).dictionary_encode()),
        field("array"), ['["a"]', '["a"]']),
    "items in a row": (pa.array([["a", None], None]), field("list"), ["a,", ""]),
    "items that say how": (pa.array([["a,b", "c"]]), field("list", delimiter=";"), ["a,b;c"]),
    "a point": (pa.array([[90.5, 45.0]]), field("geopoint"), ["90.5, 45"]),
    "a point as a list": (pa.array([[90.5, 45.0]]), field("geopoint", format="array"),
                          ["[90.5,45]"]),
    "a point as an object": (pa.array([{"lon": 90.5, "lat": 45.0}]),
                             field("geopoint", format="object"), ['{"lon":90.5,"lat":45}']),
    "an object": (pa.array([{"x": "é", "y": None}, None], pa.struct([("x", TEXT), ("y", WHOLE)])),
                  field("object"), ['{"x":"é","y":null}', ""]),
    "a map": (pa.array([None, [("k", 1)], [], [("a", None)]], pa.map_(TEXT, WHOLE)),
              field("object"), ["", '{"k":1}', "{}", '{"a":null}']),
    "a map by number": (pa.array([[(1, "a"), (2, "b")]], pa.map_(WHOLE, TEXT)), field("object"),
                        ['{"1":"a","2":"b"}']),
    "a map by day": (pa.array([[(date(2021, 1, 2), [1])]], pa.map_(pa.date32(), pa.list_(WHOLE))),
                     field("object"), ['{"2021-01-02":[1]}']),
    "a map of maps": (pa.array([[("a", [("b", 1)])]], pa.map_(TEXT, pa.map_(TEXT, WHOLE))),
                      field("object"), ['{"a":{"b":1}}']),
    "leaves within": (
        pa.array([[{"f": 0.1, "d": Decimal("1.50"), "t": time(1, 2), "u": True}]],
                 pa.list_(pa.struct([("f", pa.float32()), ("d", pa.decimal128(5, 2)),
                                     ("t", pa.time64("ns")), ("u", pa.bool_())]))),
        field("array"), ['[{"f":0.1,"d":1.5,"t":"01:02:00","u":true}]']),
    "moments within": (pa.array([[1]], pa.list_(pa.timestamp("ns"))), field("array"),
                       ['["1970-01-01T00:00:00.000000001"]']),
    "durations within": (pa.array([[1]], pa.list_(pa.duration("ns"))), field("array"),
                         ['["PT0.000000001S"]']),
    "a UUID within": (pa.ListArray.from_arrays([0, 1], pa.array([ID.bytes], pa.uuid())),
                      field("array"), [f'["{ID}"]']),
    "bytes": (pa.array([b"\xff\0", b"", None]), field("string", format="binary"),
              ["/wA=", "", ""]),
    "large bytes": (pa.array([b"\xff"], pa.large_binary()), field("string", format="binary"),
                    ["/w=="]),
    "viewed bytes": (pa.array([b"\xff"], pa.binary_view()), field("string", format="binary"),
                     ["/w=="]),
    "bytes of one length": (pa.array([b"ab", None], pa.binary(2)),
                            field("string", format="binary"), ["YWI=", ""]),
    "listed bytes": (pa.array([b"ab", b"ab"]).dictionary_encode(),
                     field("string", format="binary"), ["YWI=", "YWI="]),
}  # fmt: skip


@pytest.mark.parametrize("store_schema", [True, False], ids=["of Arrow", "of others"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_column_of_every_type_is_read_exactly(
    tmp_path: Path, name: str, *, store_schema: bool
) -> None:
    column, of, texts = TEXTS[name]
    if not store_schema and loses_its_type(column.type):
        pytest.skip("Parquet itself has no such type: other writers store a number")
    cells, found = read(tmp_path, column, of, store_schema=store_schema)
    assert found == []
    assert cells == texts


def loses_its_type(kind: pa.DataType) -> bool:
    """Whether only what Arrow notes beside Parquet says what the values are."""
    named = ("duration", "bool8", "date64", "Europe", "Nowhere", "timestamp[s", "time32[s")
    return any(each in str(kind) for each in named)


def test_slices_are_read_as_slices() -> None:
    maps = pa.array([None, [("a", 1)], [], [("b", 2)]], pa.map_(TEXT, WHOLE)).slice(1, 3)
    assert write_texts(maps, field("object")) == ['{"a":1}', "{}", '{"b":2}']
    lists = pa.array([None, [1], [2, 3]]).slice(1, 2)
    assert write_texts(lists, field("array")) == ["[1]", "[2,3]"]
    objects = pa.array([{"a": 1}, None, {"a": 3}]).slice(1, 2)
    assert write_texts(objects, field("object")) == [None, '{"a":3}']


def test_what_is_nested_is_the_json_of_its_values(tmp_path: Path) -> None:
    values = [{"l": [['"\\\n\u2028', None], []], "o": {"n": n / 3, "b": None}} for n in range(99)]
    cells, found = read(tmp_path, pa.array([*values, None]), field("object"))
    assert found == []
    assert [json.loads(each or "null") for each in cells] == [*values, None]


UNREAD = {
    "text": (broken(TEXT, BAD, b"b"), field("string"), "file.encoding", "0xFF"),
    "a character that is cut": (broken(TEXT, b"a\xc3", b"b"), field("string"), "file.encoding",
                                "0xC3"),
    "large text": (broken(pa.large_string(), BAD, None), field("string"), "file.encoding", "0xFF"),
    "viewed text": (broken(pa.string_view(), BAD, b""), field("string"), "file.encoding", "0xFF"),
    "listed text": (pa.DictionaryArray.from_arrays(pa.array([0, 1]), broken(TEXT, BAD, b"b")),
                    field("string"), "file.encoding", "0xFF"),
    "JSON": (pa.ExtensionArray.from_storage(pa.json_(), broken(TEXT, BAD, b"{}")),
             field("object"), "file.encoding", "0xFF"),
    "text in a list": (pa.ListArray.from_arrays([0, 2, 3], broken(TEXT, b"a", BAD, b"b")),
                       field("array"), "file.encoding", "0xFF"),
    "items in a row": (pa.ListArray.from_arrays([0, 2, 3], broken(TEXT, b"a", BAD, b"b")),
                       field("list"), "file.encoding", "0xFF"),
    "text in an object": (pa.StructArray.from_arrays([broken(TEXT, BAD, b"b")], ["x"]),
                          field("object"), "file.encoding", "0xFF"),
    "the key of a map": (pa.MapArray.from_arrays([0, 1, 2], broken(TEXT, BAD, b"b"),
                                                 pa.array([1, 2])),
                         field("object"), "file.encoding", "0xFF"),
    "a key given twice": (pa.array([[("a", 1), ("a", 2)], []], pa.map_(TEXT, WHOLE)),
                          field("object"), "record.format", "the key 'a' twice"),
    "a key given twice in another type": (
        pa.array([[(1.0, 1), (1.0, 2)], []], pa.map_(pa.float64(), WHOLE)), field("object"),
        "record.format", "the key '1' twice"),
    "an item with the delimiter": (pa.array([["a,b"], ["c"]]), field("list"), "record.format",
                                   "holds ',', the delimiter"),
    "an infinite day": (pa.array([2**31 - 1, 0], pa.date32()), field("string"), "record.format",
                        "no calendar has"),
    "an infinite moment": (pa.array([2**63 - 1, 0], pa.timestamp("us")), field("date"),
                           "record.format", "no calendar has"),
    "an infinite moment in a list": (pa.array([[2**63 - 1], []], pa.list_(pa.timestamp("us"))),
                                     field("array"), "record.format", "no calendar has"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREAD)
def test_a_cell_that_cannot_be_text_is_a_finding(tmp_path: Path, name: str) -> None:
    """With its record and field; the record beside it is read."""
    column, of, rule, words = UNREAD[name]
    cells, (found,) = read(tmp_path, column, of)
    assert (found.rule, found.record, found.field) == (rule, 1, "a")
    assert words in found.message
    assert found.hint
    assert cells[0] == ""
    assert len(cells) == 2


REFUSED = {
    "bytes": (pa.array([b"x"]), field("string"), "holds bytes"),
    "bytes for anything": (pa.array([b"x"]), field("any"), "type any"),
    "large bytes": (pa.array([b"x"], pa.large_binary()), field("string"), "holds bytes"),
    "viewed bytes": (pa.array([b"x"], pa.binary_view()), field("string"), "holds bytes"),
    "bytes of one length": (pa.array([b"x"], pa.binary(1)), field("string", format="uuid"),
                            "string (uuid)"),
    "listed bytes": (pa.array([b"x"]).dictionary_encode(), field("string"), "holds bytes"),
    "bytes in a list": (pa.array([[b"x"]]), field("array"), "bytes within"),
    "bytes in an object": (pa.array([{"x": b"x"}]), field("object"), "bytes within"),
    "bytes in a map": (pa.array([[("x", b"x")]], pa.map_(TEXT, pa.binary())), field("object"),
                       "bytes within"),
    "bytes as keys": (pa.array([[(b"x", 1)]], pa.map_(pa.binary(), WHOLE)), field("object"),
                      "keys are of the type binary"),
    "lists as keys": (pa.array([[([1], 1)]], pa.map_(pa.list_(WHOLE), WHOLE)), field("object"),
                      "keys are of the type list"),
    "names given twice": (pa.StructArray.from_arrays([NUMBERS, NUMBERS], ["x", "x"]),
                          field("object"), "the name 'x' twice"),
    "a tensor": (pa.ExtensionArray.from_storage(pa.fixed_shape_tensor(WHOLE, [2]),
                                                pa.array([[1, 2]], pa.list_(WHOLE, 2))),
                 field("array"), "arrow.fixed_shape_tensor"),
    "what others know": (pa.ExtensionArray.from_storage(pa.opaque(WHOLE, "x", "y"), NUMBERS),
                         field("integer"), "arrow.opaque"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_column_of_another_type_is_refused_by_name(tmp_path: Path, name: str) -> None:
    column, of, words = REFUSED[name]
    cells, (found,) = read(tmp_path, column, of)
    assert cells == []
    assert (found.rule, found.record, found.field) == ("file.format", None, "a")
    assert found.message.startswith("The column 'a' ")
    assert words in found.message
    assert found.hint


def test_types_that_no_parquet_file_holds_are_refused_too() -> None:
    for kind in (
        pa.month_day_nano_interval(),
        pa.run_end_encoded(pa.int32(), TEXT),
        pa.dense_union([pa.field("x", WHOLE)]),
        pa.list_(pa.month_day_nano_interval()),
    ):
        wrong, right = explain_refused(kind, field("string")) or ("", "")
        assert wrong.endswith("which is not read")
        assert right == "Write it as text."


def test_what_is_nested_too_deeply_is_refused() -> None:
    kind: pa.DataType = WHOLE
    for _ in range(DEEPEST):
        kind = pa.list_(kind)
    assert explain_refused(kind, field("array")) is None
    wrong, _ = explain_refused(pa.list_(kind), field("array")) or ("", "")
    assert wrong == "is nested in more than 100 levels"


def test_a_file_that_the_library_finds_too_deep_is_not_called_damaged(tmp_path: Path) -> None:
    column = pa.array([1])
    for _ in range(DEEPEST + 20):
        column = pa.ListArray.from_arrays(pa.array([0, 1], WHOLE), column)
    rows, (found,) = read(tmp_path, column, field("array"))
    assert not rows
    assert found.rule == "file.format"
    assert found.message == "A column is nested in more than 100 levels."
    assert found.hint == "Write it as text, or as a table of its own."


@pytest.mark.parametrize(
    "column",
    [
        pa.array([[1], [7] * 100_000, [2]]),
        pa.array([[], [{"x": "y" * 1000}] * 10_000, []]),
        pa.array([[], [("k", ["v"])] * 50_000, []], pa.map_(TEXT, pa.list_(TEXT))),
        pa.array(["", "x" * 3_000_000, ""]),
    ],
    ids=["numbers", "texts in objects", "maps", "one text"],
)
def test_a_record_that_unpacks_to_too_much_is_refused(tmp_path: Path, column: pa.Array) -> None:
    """A list of one value takes a few bytes of a file, however long it is."""
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"a": column}), path)
    assert path.stat().st_size < 500_000
    rows, (found,), _ = read_typed(path, [field("any")], limits=Limits(record_bytes=2_000_000))
    assert [number for number, _ in rows] in ([1], [])
    assert (found.rule, found.record) == ("record.too_large", 2)


def test_lists_that_say_they_hold_too_much_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"a": [{"x": [7] * 1_000_000}]}), path)
    rows, (found,), _ = read_typed(path, [field("object")], limits=Limits(free_bytes=1_000_000))
    assert (rows, found.rule) == ([], "file.compressed_bomb")


WRITTEN_BY_DUCKDB = {
    "uuid": (f"uuid '{ID}'", field("string", format="uuid"), [str(ID)], None),
    "json": ("""'{"a": 1}'::json""", field("object"), ['{"a": 1}'], None),
    "map": ("map {'a': 1}", field("object"), ['{"a":1}'], None),
    "nested": ("{'a': [1, null], 'b': map {1: 'x'}}", field("object"),
               ['{"a":[1,null],"b":{"1":"x"}}'], None),
    "enum": ("'a'::enum('a', 'b')", field("string"), ["a"], None),
    "moment": ("timestamp_ns '2020-01-01 00:00:00.123456789'", field("datetime"),
               ["2020-01-01T00:00:00.123456789"], None),
    "blob": (r"'\xff'::blob", field("string", format="binary"), ["/w=="], None),
    "interval": ("interval '1 month'", field("duration"), [], "holds bytes"),
    "variant": ("1::variant", field("any"), [], "bytes within"),
    "infinity": ("'infinity'::timestamp", field("datetime"), [""], "no calendar"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN_BY_DUCKDB)
def test_what_another_program_writes_is_read_or_refused(tmp_path: Path, name: str) -> None:
    value, of, texts, words = WRITTEN_BY_DUCKDB[name]
    path = tmp_path / "t.parquet"
    duckdb.sql(f"copy (select {value} as a) to '{path}' (format parquet)")
    rows, found, _ = read_typed(path, [of])
    assert [cell for _, (cell,) in rows] == texts
    assert len(found) == (0 if words is None else 1)
    assert all((words or "") in each.message for each in found)
