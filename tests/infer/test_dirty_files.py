"""Files as strangers have them: each is a sound draft with its doubts, or refused by one reason."""

import json
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

import pressmark
from pressmark.errors import ProjectError
from pressmark.infer.column_names import name_columns
from pressmark.infer.describing import describe
from pressmark.infer.draft import DraftTable
from pressmark.infer.encoding import find_encoding
from pressmark.infer.rows_layout import lay_out_delimited
from tests.intake.test_sheet_marks import changed
from tests.intake.test_sheets import row, xlsx

MERGED = '</sheetData><mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A3:A4"/></mergeCells>'
LAYOUTS: tuple[tuple[str, tuple[str, ...], dict[str, object]], ...] = (
    ("id,id,,\n1,2,3,4\n2,3,4,5\n", ("id", "id_2", "column_3", "column_4"), {}),
    (",name\n0,Anna\n1,Bob\n", ("column_1", "name"), {}),
    ("id,\n1,\n2,\n", ("id", "column_2"), {}),
    ("Report,,\nid,name,n\n1,a,2\n2,b,3\n", ("id", "name", "n"), {"headerRows": (2,)}),
    ("id, name , n\n1, Anna , 2\n2, Bob , 3\n", ("id", "name", "n"), {"skipInitialSpace": True}),
    ("id, n\n1,2\n2, 3\n", ("id", "n"), {}),
    # A header of another width than its records is no title: the records are refused.
    ("id,n,\n1,2\n2,3\n", ("id", "n", "column_3"), {}),
    ("id,n\n1,2,5\n2,3,5\n3,4,5\n", ("id", "n"), {}),
    (
        "Berlin, all\nplace,2015,2016\na,1,2\nb,1,2\n",
        ("place", "2015", "2016"),
        {"headerRows": (2,)},
    ),
)


@pytest.mark.parametrize(("text", "columns", "dialect"), LAYOUTS)
def test_dirty_headers_are_found(
    text: str, columns: tuple[str, ...], dialect: dict[str, object]
) -> None:
    found = lay_out_delimited(text, whole=True)
    assert (found.columns, found.dialect) == (columns, dialect)


def test_a_delimiter_that_the_format_does_not_say_is_written() -> None:
    assert lay_out_delimited("a,b\n1,2\n", whole=True, usual="\t").dialect == {"delimiter": ","}
    assert lay_out_delimited("a\tb\n1\t2\n", whole=True, usual="\t").dialect == {}


def test_names_are_made_legible_and_that_is_said() -> None:
    cells = ("line\nbreak", " lead ", "a\x07b", "na\u200bme", "\u202ebidi", "日本 語", "a/b")
    found = name_columns(cells, len(cells), {}, ())
    assert found.columns == ("line break", "lead", "a b", "name", "bidi", "日本 語", "a/b")
    (said,) = found.doubts
    assert "'line break', 'a b', 'name', 'bidi'" in said.words and "lead" not in said.words


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("id,name\n1,Müller\n".encode("utf-16-le"), "utf-16-le"),
        ("id,name\n1,Müller\n".encode("utf-16-be"), "utf-16-be"),
        # Read as another encoding, a damaged byte would spoil all letters that are sound.
        ("é".encode() * 20 + b"\xff", "utf-8"),
        ("é".encode() * 5 + b"\xff", "windows-1252"),
    ],
)
def test_an_encoding_that_nothing_tells_is_found(raw: bytes, name: str) -> None:
    assert find_encoding(lambda: iter([raw]))[0] == name


OTHERS: tuple[tuple[str, bytes, str], ...] = (
    ("a.csv", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "is a PDF"),
    ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is a picture"),
    ("a.csv", b"PK\x03\x04aaaa", "is a workbook or an archive"),
    ("a.csv", b"\x1f\x8b\x08aaaa", "is compressed with gzip"),
    ("a.csv", b"\n <!DOCTYPE html>\n<html>", "is a page of the web"),
    ("a.csv", b'\xef\xbb\xbf[{"a": 1}]', "is JSON"),
    ("a.csv", bytes(range(256)) * 9, "is no text"),
    ("a.csv", b" \n\n", "holds no table"),
    ("a.geojson", b'{"type": "FeatureCollection"}', "geojson are not read"),
    ("a.json", '[{"a": "é"}]'.encode("latin-1"), "is not UTF-8, as JSON must be"),
    ("a.json", b'\xef\xbb\xbf[{"a": 1}]', "begins with a byte order mark"),
    ("a.json", b"[]", "it has no records"),
    ("a.json", b"[1, 2]", "its items are no objects"),
    ("a.json", b'[{"a": 1, "a": 2}]', "gives the key 'a' twice"),
    ("a.json", b'[["a", "a"], [1, 2]]', "names are empty or there twice"),
    ("a.json", b'{"type": "FeatureCollection", "features": []}', "is GeoJSON"),
    ("a.json", b'{"a": [{"x": 1}], "b": [{"x": 1}]}', "found is several: 'a', 'b'"),
    ("a.json", b'{"a": 1}', "found is none"),
    ("a.json", b'{"a": [{"x": 1}', "no JSON: expecting ',' delimiter at line 1, column 16"),
    ("a.json", b'{"a":\n 1', "no JSON: expecting ',' delimiter at line 2, column 3"),
    ("a.jsonl", b'{"a":\n', "Expecting value at character"),
)


@pytest.mark.parametrize(("name", "raw", "why"), OTHERS)
def test_what_is_no_table_is_refused_by_one_reason(
    tmp_path: Path, name: str, raw: bytes, why: str
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(ProjectError, match=f"^{path}: .*{why}") as refused:
        describe([path])
    assert len(str(refused.value).splitlines()) <= 2


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="is a folder"):
        describe([tmp_path])
    with pytest.raises(ProjectError, match="is no file"):
        describe([Path("/dev/null")])


def drafted(folder: Path, name: str, text: str) -> DraftTable:
    """Draft the table of a file."""
    path = folder / name
    path.write_text(text, "utf-8")
    return describe([path])[0]


def test_json_of_other_shapes_is_read(tmp_path: Path) -> None:
    wrapped = {"count": 2, "data": [{"id": 1, "code": "007"}, {"id": 2, "code": "008"}]}
    draft = drafted(tmp_path, "w.json", json.dumps(wrapped))
    assert (draft.records, draft.layout.dialect) == (2, {"property": "data"})
    assert [each.type for each in draft.fields] == ["integer", "string"]
    assert draft.every_doubt[0].words == (
        "The records are the list in 'data'; left out is what stands beside it: 'count'."
    )
    lists = drafted(tmp_path, "l.json", '[["a", "b"], [1, "p"], [2, "q"]]')
    assert (lists.records, [each.type for each in lists.fields]) == (2, ["integer", "string"])


@pytest.mark.parametrize(
    ("text", "records", "stops"),
    [
        ("1,2\n2,3\n\nSource: me\nand you\n", 2, 0),
        ("1,2\n\n\n2,3\n", 2, 0),
        # What stands between records is none of a footer.
        ("1,2\n\n2,3\n3\n4,5\n", 3, 1),
        ("1,2\n3\n2,3\n4\n", 2, 1),
    ],
)
def test_a_footer_and_blank_lines_are_left_out_and_said(
    tmp_path: Path, text: str, records: int, stops: int
) -> None:
    draft = drafted(tmp_path, "t.csv", f"id,n\n{text}")
    assert draft.records == records
    assert sum(each.stops for each in draft.doubts) == stops
    assert any("left out" in each.words for each in draft.doubts)


@pytest.mark.command
def test_the_sheets_of_a_workbook_are_named_and_a_note_is_no_table(tmp_path: Path) -> None:
    first, second = row(1, "id", "n") + row(2, 1, 2), row(1, "id", "day") + row(2, 1, "x")
    found = describe([xlsx(tmp_path / "book.xlsx", first, row(1, "Note: see us"), second)])
    assert [each.name for each in found] == ["book_a", "book_c"]
    assert [each.words for each in found[0].layout.doubts] == [
        "Sheets of one cell were left out: 'B'.",
        "One of 2 sheets with tables: 'A'.",
    ]
    alone = describe([xlsx(tmp_path / "alone.xlsx", first)])
    assert [each.name for each in alone] == ["alone"] and alone[0].layout.doubts == ()


def test_what_parquet_stores_as_a_fraction_is_a_number(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"id": [1, 2], "share": [1.0, 2.0]}), path)
    assert [each.type for each in describe([path])[0].fields] == ["integer", "number"]


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("Somebody,,", 'holds its first cell alone: "Somebody"'),
        ("Total,,435", 'may be a sum of the others: it begins with "Total"'),
        (",Summe,435", 'may be a sum of the others: it begins with "Summe"'),
    ],
)
def test_a_last_record_that_may_be_none_is_doubted(tmp_path: Path, last: str, said: str) -> None:
    draft = drafted(tmp_path, "t.csv", f"name,place,n\na,p,1\nb,q,2\nc,r,3\n{last}\n")
    assert draft.records == 4 and said in draft.every_doubt[0].words
    sound = drafted(tmp_path, "s.csv", "name,place,n\na,p,1\nb,q,2\n")
    assert not [each for each in sound.doubts if "last record" in each.words]


def test_an_empty_last_record_is_said_to_hold_nothing(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,c\n" + ",,\n" * 3)
    (draft,) = describe([path])
    assert not any("its first cell" in each.words for each in draft.doubts)


@pytest.mark.parametrize("text", ["id,n,\n1,2\n2,3\n", "id,n\n1,2,5\n2,3,5\n3,4,5\n"])
def test_records_of_another_width_than_the_header_are_refused(tmp_path: Path, text: str) -> None:
    stops = [each.words for each in drafted(tmp_path, "t.csv", text).doubts if each.stops]
    assert stops and "where the table has" in stops[0] and "(line 2)" in stops[0]


def test_the_names_of_json_are_made_legible_as_any(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps([{"a\u200b": 1, "b\nc": "x"}, {"a\u200b": 2, "b\nc": "y"}]))
    (draft,) = describe([path])
    assert [each.name for each in draft.fields] == ["a", "b c"] and draft.records == 2
    assert pressmark.validate(path).counts["schema.hidden"] == 1
    path.write_text('[{"": 1}]')
    with pytest.raises(ProjectError, match="a property that has no name"):
        describe([path])


def test_a_wrong_record_of_json_among_others_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"a": 1}\n{"a":\n{"a": 2}\n', "utf-8")
    (draft,) = describe([tmp_path / "a.jsonl"])
    (wrong,) = (doubt for doubt in draft.doubts if doubt.stops)
    assert "Expecting value at character" in wrong.words and "(record 2)" in wrong.words


def test_what_a_workbook_merges_is_told_before_it_is_published(tmp_path: Path) -> None:
    """Its values stand in one record, and are empty in those beside it."""
    rows = row(1, "A title") + row(2, "where", "n") + row(3, "North", 1) + row(4, None, 2)
    path = changed(xlsx(tmp_path / "t.xlsx", rows), A=("</sheetData>", MERGED))
    (found,) = describe([path])
    told = [each for each in found.every_doubt if "is one merged cell" in each.words]
    assert [(each.field, each.weight) for each in told] == [("where", 3)]
    report = pressmark.validate([path])
    merged = [each.rule for each in report.findings if "merged" in each.message]
    assert merged == ["sheet.merged"]
