"""Headers that several files repeat, Excel's own line, and names whose case does not count."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pressmark.intake import Limits, TableFile, is_tabular
from pressmark.package import Dialect, Field, Resource, Schema, Table
from pressmark.package.schema import UNDESCRIBED
from pressmark.report.finding import Findings
from tests.packages import assert_sentences

from .reading import read_table

Place = tuple[str, str | None, int | None]


def read_parts(
    folder: Path, parts: Sequence[bytes | None], schema: Schema | None = None, **more: Any
) -> tuple[list[Any], list[Place], int]:
    """Read a table of several files: its cells with file and line, its findings, its records.

    A part that is None is not there.
    """
    names = [f"{number}.csv" for number in range(len(parts))]
    for name, written in zip(names, parts, strict=True):
        if written is None:
            continue
        (folder / name).write_bytes(written)
    schema = schema or Schema(fields=(Field(name="a"), Field(name="b")))
    resource = Resource(name="t", path=tuple(names), **more)
    table = Table(resource, schema, tuple(folder / name for name in names), "t.csv")
    findings = Findings(100)
    file = TableFile(table, findings, Limits())
    rows = []
    for block in file.blocks():
        cells = list(zip(*(column.to_pylist() for column in block.cells.columns), strict=True))
        assert block.lines is not None
        places = map(file.place_of, block.records.tolist())
        rows += list(zip(places, block.lines.tolist(), cells, strict=True))
    for each in findings.kept:
        assert_sentences(each)
    return rows, [(each.rule, each.path, each.line) for each in findings.kept], file.records


@pytest.mark.parametrize(
    ("parts", "rows", "repeated"),
    [
        pytest.param([b"a,b\n1,x\n", b"a,b\n2,y\n", b"a,b\n3,z\n"],
                     [("0.csv", 2), ("1.csv", 2), ("2.csv", 2)], ["1.csv", "2.csv"], id="every"),
        pytest.param([b"a,b\n1,x\n", b"2,y\n", b"a,b\n3,z\n"],
                     [("0.csv", 2), ("1.csv", 1), ("2.csv", 2)], ["2.csv"], id="some"),
        pytest.param([b"a,b\n1,x", b"a,b\r\n2,y"],
                     [("0.csv", 2), ("1.csv", 2)], ["1.csv"], id="no line end before"),
        pytest.param([b"\xef\xbb\xbfa,b\r\n1,x\r\n", b'\xef\xbb\xbf"a","b"\n2,y\n'],
                     [("0.csv", 2), ("1.csv", 2)], ["1.csv"], id="marks and quotes"),
        pytest.param([b"a,b\n", b"a,b\n", b"a,b\n1,x\n"],
                     [("2.csv", 2)], ["1.csv", "2.csv"], id="nothing else"),
        pytest.param([b"a,b\n1,x\n", b"b,a\n2,y\n"],
                     [("0.csv", 2), ("1.csv", 1), ("1.csv", 2)], [], id="another header"),
    ],
)  # fmt: skip
def test_a_header_that_a_later_file_repeats_is_no_record(
    parts: list[bytes], rows: list[tuple[str, int]], repeated: list[str], tmp_path: Path
) -> None:
    read, found, _ = read_parts(tmp_path, parts)
    told = [each for each in found if each[0] == "header.repeated"]
    assert [(file, line) for file, line, _ in read] == rows
    assert told == [("header.repeated", name, 1) for name in repeated]
    assert [cells for _, _, cells in read][:1] == ([("1", "x")] if rows else [])


def test_a_header_of_several_rows_is_known_again(tmp_path: Path) -> None:
    rows = b"title,\na,b\n"
    dialect = Dialect(header_rows=(2,))
    read, found, _ = read_parts(tmp_path, [rows + b"1,x\n", rows + b"2,y\n"], dialect=dialect)
    assert read == [("0.csv", 3, ("1", "x")), ("1.csv", 3, ("2", "y"))]
    assert found == [("header.repeated", "1.csv", 1)]


def test_a_repeated_header_is_told_where_a_later_file_is_not_there(tmp_path: Path) -> None:
    _, found, _ = read_parts(tmp_path, [b"a,b\n1,x\n", b"a,b\n2,y\n", None])
    assert sorted(found) == [("file.missing", "2.csv", None), ("header.repeated", "1.csv", 1)]


def test_where_there_is_no_header_every_line_is_a_record(tmp_path: Path) -> None:
    read, found, _ = read_parts(tmp_path, [b"1,x\n", b"1,x\n"], dialect=Dialect(header=False))
    assert ([each[2] for each in read], found) == ([("1", "x"), ("1", "x")], [])


# Excel's line


@pytest.mark.parametrize(
    ("written", "delimiter", "more"),
    [
        (b"sep=;\na;b\n1;x\n", ";", ""),
        (b"\xef\xbb\xbfSEP=;\r\na;b\r\n1;x\r\n", ";", ""),
        (b'"sep=,"\na,b\n1,x\n', ",", ""),
        (b"sep=\t\na\tb\n1\tx\n", "\t", ""),
        (b"sep=;\na,b\n1,x\n", ",", ' and "delimiter": ";"'),
    ],
)
def test_the_line_of_excel_is_named_and_passed_over(
    written: bytes, delimiter: str, more: str, tmp_path: Path
) -> None:
    read = read_table(tmp_path, written, dialect=Dialect(delimiter=delimiter))
    assert [row[1:] for row in read.rows] == [(3, ["1", "x"])]
    (found,) = read.findings
    assert (found.rule, found.line, found.severity) == ("header.separator", 1, "error")
    assert found.hint == f'Delete the line, or write "headerRows": [2]{more} in the dialect.'


@pytest.mark.parametrize("first", ["sep=", "sep=;;", "separator", "sep=;,b"])
def test_another_first_line_is_the_header(first: str, tmp_path: Path) -> None:
    read = read_table(tmp_path, f"{first}\n1,x\n".encode())
    assert "header.separator" not in read.counts and "header.missing" in read.counts


def test_where_the_rows_of_the_header_are_told_nothing_is_guessed(tmp_path: Path) -> None:
    read = read_table(tmp_path, b"sep=,\na,b\n1,x\n", dialect=Dialect(header_rows=(2,)))
    assert (read.places, [row[2] for row in read.rows]) == ([], [["1", "x"]])


# Case


def test_case_of_names_counts_unless_version_1_says_that_it_does_not(tmp_path: Path) -> None:
    dialect = Dialect(case_sensitive_header=False)
    read = read_table(tmp_path, b"A,B\n1,x\n", dialect=dialect)
    assert (read.places, [row[2] for row in read.rows]) == ([], [["1", "x"]])
    assert read_table(tmp_path, b"A,B\n1,x\n").counts == {"header.missing": 2, "header.extra": 2}


def test_fields_that_differ_in_case_alone_keep_the_difference(tmp_path: Path) -> None:
    dialect = Dialect(case_sensitive_header=False)
    read = read_table(tmp_path, b"a,A,B\n1,2,3\n", "A a b", dialect=dialect)
    assert [each[0] for each in read.places] == ["header.order"]
    assert [row[2] for row in read.rows] == [["2", "1", "3"]]


# Formats


@pytest.mark.parametrize(
    ("name", "more", "delimiter"),
    [
        ("t.tsv", {}, "\t"),
        ("t.tab", {}, "\t"),
        ("t.txt", {"format": "tsv"}, "\t"),
        ("t", {"mediatype": "text/tab-separated-values; charset=utf-8"}, "\t"),
        ("t.tsv", {"dialect": Dialect(delimiter=";")}, ";"),
        ("t.tsv", {"format": "csv"}, ","),
        ("t.csv", {"mediatype": "text/tab-separated-values"}, ","),
    ],
)
def test_a_format_says_what_stands_between_cells(
    name: str, more: dict[str, Any], delimiter: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(f"a{delimiter}b\n1{delimiter}x\n", encoding="utf-8")
    schema = Schema(fields=(Field(name="a"), Field(name="b")))
    table = Table(Resource(name="t", path=(name,), **more), schema, (tmp_path / name,), name)
    findings = Findings(10)
    file = TableFile(table, findings)
    cells = [each.cells.to_pylist() for each in file.blocks()]
    assert (findings.kept, cells) == ([], [[{"c1": "1", "c2": "x"}]])


# Tables that nobody described


@pytest.mark.parametrize(
    ("more", "tabular"),
    [
        ({"path": ("a.csv",)}, True),
        ({"path": ("a.CSV.gz",)}, True),
        ({"path": ("a.xlsx",)}, True),
        ({"path": ("a",), "format": "csv"}, True),
        ({"path": ("a",), "mediatype": "text/csv; charset=utf-8"}, True),
        ({"path": ("a.json",), "type": "table"}, True),
        ({"data": [[1]], "type": "table"}, True),
        ({"path": ("a.csv",), "type": "file"}, False),
        ({"path": ("a.json",)}, False),
        ({"path": ("a.txt",)}, False),
        ({"path": ("a.csv",), "format": "geojson"}, False),
        ({"path": ("a.",)}, False),
        ({"data": [{"a": 1}]}, False),
    ],
)
def test_which_resources_are_tables(more: dict[str, Any], tabular: bool) -> None:
    assert is_tabular(Resource(name="t", **more)) is tabular


@pytest.mark.parametrize(
    ("written", "found", "records"),
    [
        (b"x,y\n1,2\n", [], 1),
        (b"\nx,y\n1\n", ["header.blank", "record.short"], 1),
        (b'x,x\n1,2,3\n"a"b,\xff\n', ["file.encoding", "header.duplicate", "record.long",
                                      "record.stray_quote"], 2),
        (b'x,y\n1,"2\n', ["record.unclosed_quote"], 1),
        (b"", ["file.empty"], 0),
    ],
)  # fmt: skip
def test_of_a_table_that_nobody_described_the_form_is_judged(
    written: bytes, found: list[str], records: int, tmp_path: Path
) -> None:
    _, said, count = read_parts(tmp_path, [written], UNDESCRIBED)
    assert (sorted(each[0] for each in said), count) == (found, records)


def test_without_a_header_the_first_record_shows_the_columns(tmp_path: Path) -> None:
    dialect = Dialect(header=False)
    _, said, count = read_parts(tmp_path, [b"1,2\n1,2,3\n"], UNDESCRIBED, dialect=dialect)
    assert (said, count) == ([("record.long", "t.csv", 2)], 2)
