"""Files and their headers: missing, empty, in another encoding, under other names."""

import json
from pathlib import Path
from typing import Any

import pytest

from pressmark.errors import MachineError, ProjectError
from pressmark.intake import Limits, TableFile
from pressmark.package import Dialect, Field, Resource, Schema, Table
from pressmark.report.finding import Findings
from tests.packages import field, fields, report_of

from .reading import read_table, table_of

SMALL = Limits(block_bytes=1)


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    """It is named as people know it."""
    findings = Findings(10)
    file = TableFile(table_of(tmp_path / "gone.csv"), findings)
    assert list(file.blocks()) == []
    assert [(each.rule, each.message) for each in findings.kept] == [
        ("file.missing", "There is no file data/cases.csv.")
    ]
    assert (file.records, file.bytes, file.sha256) == (0, 0, "")


def test_every_file_that_is_missing_is_named(tmp_path: Path) -> None:
    """A table in several files is not mended one run after the other."""
    (tmp_path / "here.csv").write_text("a\n1\n", "utf-8")
    (tmp_path / "last.csv").write_text("2\n", "utf-8")
    paths = ["here.csv", "gone.csv", "lost.csv", "last.csv"]
    resource = {"name": "a", "path": paths, "schema": fields(field("a"))}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), "utf-8")
    report = report_of(tmp_path / "datapackage.json")
    assert [(each.rule, each.message) for each in report.findings] == [
        ("file.missing", "There is no file gone.csv."),
        ("file.missing", "There is no file lost.csv."),
    ]
    assert report.tables[0].records == 2


@pytest.mark.parametrize(
    ("gone", "dialect", "wrong"),
    [
        ("2.csv", {}, [("3.csv", 3, 2)]),
        ("3.csv", {}, [("2.csv", 2, 1)]),
        ("1.csv", {}, []),
        ("1.csv", {"header": False}, [("2.csv", 1, 1), ("3.csv", 3, 2)]),
    ],
)
def test_what_stands_around_a_missing_file_is_judged(
    gone: str, dialect: dict[str, Any], wrong: list[tuple[str, int, int]], tmp_path: Path
) -> None:
    """A record is named by its file and line; without the header nobody knows the columns."""
    header = "a\n" if dialect == {} else ""
    for name, text in (("1.csv", f"{header}1\n"), ("2.csv", "x\n"), ("3.csv", "2\ny\n")):
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / gone).unlink()
    schema, paths = fields(field("a", "integer")), ["1.csv", "2.csv", "3.csv"]
    resource = {"name": "a", "path": paths, "schema": schema, "dialect": dialect}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), "utf-8")
    missing, *others = report_of(tmp_path / "datapackage.json").findings
    assert (missing.rule, missing.path) == ("file.missing", gone)
    told = missing.message == f"There is no file {gone}."
    assert told == bool(wrong), missing.message
    assert [(each.path, each.record, each.line) for each in others] == wrong


@pytest.mark.parametrize(("form", "records"), [("jsonl", 2), ("json", 0)])
def test_json_is_one_text_and_its_lines_are_many(form: str, records: int, tmp_path: Path) -> None:
    for name in ("1.x", "3.x"):
        (tmp_path / name).write_text('{"a": 1}\n', "utf-8")
    schema, names = Schema(fields=(Field(name="a"),)), ("1.x", "2.x", "3.x")
    resource = Resource(name="t", path=names, format=form)
    table = Table(resource, schema, tuple(tmp_path / each for each in names), "1.x and 2 more")
    findings = Findings(9)
    file = TableFile(table, findings)
    list(file.blocks())
    assert (file.records, [each.rule for each in findings.kept]) == (records, ["file.missing"])
    assert ("The others were not read" in findings.kept[0].message) == (records == 0)


def test_a_file_that_cannot_be_read_is_the_machines_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message is the system's own, at the path that it names."""
    path = tmp_path / "t.csv"
    path.write_text("a\n", "utf-8")
    file = TableFile(table_of(path), Findings(10))

    def refuse(path: Path, *_: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(MachineError, match="permission denied"):
        list(file.blocks())


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("written", [b"", b"\xef\xbb\xbf"])
def test_a_file_without_text_is_empty(tmp_path: Path, written: bytes, header: bool) -> None:
    """A byte order mark is no text, and a table without records still has a header."""
    read = read_table(tmp_path, written, dialect=Dialect(header=header))
    assert read.places == [("file.empty", None, None, None, None)]


@pytest.mark.parametrize("written", [b"a,b", b"a,b\n", b'\xef\xbb\xbf"a",b\r\n'])
def test_a_header_alone_is_a_table_without_records(tmp_path: Path, written: bytes) -> None:
    """A byte order mark before it is skipped."""
    for limits in (Limits(), SMALL):
        read = read_table(tmp_path, written, limits=limits)
        assert (read.rows, read.places, read.file.records) == ([], [], 0)


def test_without_header_cells_belong_to_fields_by_position(tmp_path: Path) -> None:
    """The first line is the first record."""
    read = read_table(tmp_path, b"1,2\n3\n", dialect=Dialect(header=False))
    assert read.rows == [(1, 1, ["1", "2"])]
    assert read.places == [("record.short", 2, 2, None, None)]


def test_columns_are_read_under_their_names(tmp_path: Path) -> None:
    """In another order they are reported once, and judged under the right field all the same."""
    read = read_table(tmp_path, b"c,a,b\n3,1,2\n", "a b c")
    assert read.rows == [(1, 2, ["1", "2", "3"])]
    assert read.places == [("header.order", None, 1, None, "c")]
    assert read.said == [
        (
            'The column "c" stands where "a" should.',
            "Put the columns in the order of the schema: a, b, c.",
        )
    ]


def test_missing_and_extra_columns_name_each_other(tmp_path: Path) -> None:
    """A field without a column is null throughout; a column without a field is left out."""
    read = read_table(tmp_path, b"id,efect,zzz\n1,2,3\n", "id effect title")
    assert read.rows == [(1, 2, ["1", None, None])]
    assert read.places == [
        ("header.missing", None, 1, "effect", None),
        ("header.missing", None, 1, "title", None),
        ("header.extra", None, 1, None, "efect"),
        ("header.extra", None, 1, None, "zzz"),
    ]
    hints = [hint for _, hint in read.said]
    assert (
        hints[0]
        == 'Did you mean the column "efect"? Then correct its name. Otherwise add the column.'
    )
    assert hints[1] == "Add the column, with its name on top."
    assert hints[2] is not None and hints[2].startswith(
        'Did you mean "effect"? Otherwise delete it'
    )
    assert read.file.missing == ("effect", "title")


def test_too_many_names_are_not_compared(tmp_path: Path) -> None:
    """Then no hint is given, for the search would take long."""
    names = [f"name{number}" for number in range(101)]
    read = read_table(
        tmp_path, ",".join(name.upper() for name in names).encode(), " ".join(names), kept=10_000
    )
    assert {each.hint for each in read.findings} == {
        "Add the column, with its name on top.",
        "Delete it, or add the field to the schema.",
    }


def test_columns_named_twice_or_not_at_all(tmp_path: Path) -> None:
    """Of two the first is read, and one without name is passed over."""
    read = read_table(tmp_path, b"a,,b,a,\n1,2,3,4,5\n")
    assert read.rows == [(1, 2, ["1", "3"])]
    assert read.places == [
        ("header.blank", None, 1, None, ""),
        ("header.blank", None, 1, None, ""),
        ("header.duplicate", None, 1, None, "a"),
    ]
    assert [message for message, _ in read.said][:2] == [
        "Column 2 has no name in the header.",
        "Column 5 has no name in the header.",
    ]


@pytest.mark.parametrize(
    ("match", "header", "rules"),
    [
        (None, "b,a,c", ["header.order"]),
        ("exact", "a,b", ["header.missing"]),
        ("equal", "b,a,c", []),
        ("equal", "b,a,d", ["header.missing", "header.extra"]),
        ("subset", "d,c,b,a", []),
        ("subset", "d,c,b", ["header.missing"]),
        ("superset", "c,a", []),
        ("superset", "c,a,d", ["header.extra"]),
        ("superset", "d", ["header.extra"]),
        ("partial", "d,b", []),
        ("partial", "d,e", ["header.missing"] * 3),
    ],
)
def test_the_schema_says_how_columns_match(
    tmp_path: Path, match: str | None, header: str, rules: list[str]
) -> None:
    """All five ways of the standard's `fieldsMatch`."""
    asked: dict[str, Any] = {"fields_match": (match,)} if match else {}
    read = read_table(tmp_path, header.encode(), "a b c", **asked)
    assert [rule for rule, *_ in read.places] == rules


def test_blank_lines_before_the_header_are_passed_over(tmp_path: Path) -> None:
    """Lines count on; in a table of one column a blank line is a name that is missing."""
    read = read_table(tmp_path, b"\n\r\na,b\n1,2\n")
    assert read.rows == [(1, 4, ["1", "2"])]
    assert read.places == [
        ("header.blank", None, 1, None, None),
        ("header.blank", None, 2, None, None),
    ]
    one = read_table(tmp_path, b"\n1\n", "a")
    assert one.rows == [(1, 2, [None])]
    assert [place[0] for place in one.places] == ["header.blank", "header.missing"]


def test_a_header_is_a_record_too(tmp_path: Path) -> None:
    """Stray and unclosed quotes in it stand in no data record."""
    stray = read_table(tmp_path, b'a,"b"x\n1,2\n')
    assert stray.places[0] == ("record.stray_quote", None, 1, None, '"b"x')
    for limits in (Limits(), SMALL):
        opened = read_table(tmp_path, b'a,"b\n1,2\n', limits=limits)
        assert opened.places == [("record.unclosed_quote", None, 1, None, '"b')]
        assert opened.file.records == 0
    for written in (b"a,bcdefghijk\n1,2\n", b"a,bcdefghijk"):
        for block_bytes in (1, 100):
            limits = Limits(block_bytes=block_bytes, record_bytes=8)
            large = read_table(tmp_path, written, limits=limits)
            assert large.places == [("record.too_large", None, 1, None, None)]


def test_a_table_of_too_many_columns_is_refused(tmp_path: Path) -> None:
    """One finding, not one for each column."""
    limits = Limits(columns=2)
    read = read_table(tmp_path, b"x,y,z\n1,2,3\n", limits=limits)
    assert read.places == [("file.too_large", None, 1, None, None)]
    assert read.said[0][0] == "The table has 3 columns; at most 2 are read."


@pytest.mark.parametrize(
    ("dialect", "name"),
    [
        (Dialect(delimiter="\n"), "delimiter and lineTerminator"),
        (Dialect(quote_char=","), "delimiter and quoteChar"),
        (Dialect(quote_char=";", line_terminator=";"), "quoteChar and lineTerminator"),
        (Dialect(escape_char=","), "delimiter and escapeChar"),
        (Dialect(delimiter=";;", line_terminator=";"), "delimiter and lineTerminator"),
        (Dialect(delimiter='"x'), "delimiter and quoteChar"),
    ],
)
def test_a_dialect_whose_marks_are_alike_is_a_finding(
    tmp_path: Path, dialect: Dialect, name: str
) -> None:
    """Nothing is read then, save the digest."""
    read = read_table(tmp_path, b"a,b\n1,2\n", dialect=dialect)
    assert read.rows == []
    assert [place[0] for place in read.places] == ["file.dialect"]
    assert read.said[0][0].startswith(f"The dialect's {name} cannot be told apart")


@pytest.mark.parametrize("name", ["klingon", "base64", "punycode", "undefined", "utf\x008", ""])
def test_an_unknown_encoding_stops_the_command(tmp_path: Path, name: str) -> None:
    """Codecs that are no character sets are unknown too."""
    with pytest.raises(ProjectError, match="is not known") as caught:
        list(TableFile(table_of(tmp_path / "x.csv", encoding=name), Findings(10)).blocks())
    assert caught.value.place == "data/cases.csv"


@pytest.mark.parametrize("limits", [Limits(), SMALL])
@pytest.mark.parametrize(
    ("written_in", "declared"),
    [
        ("utf-8-sig", "utf-8"),
        ("utf-8", "UTF8"),
        ("utf-8-sig", "utf-8-sig"),
        ("latin-1", "iso-8859-1"),
        ("cp1252", "windows-1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16", "utf-16-le"),
        ("utf-32-be", "utf-32-be"),
        ("shift_jis", "shift_jis"),
        ("utf-7", "utf-7"),
    ],
)
def test_a_file_is_read_in_the_encoding_it_declares(
    tmp_path: Path, written_in: str, declared: str, limits: Limits
) -> None:
    """A byte order mark is no part of the first name."""
    word = "テスト" if written_in == "shift_jis" else "é"
    written = f'a,b\r\n1,"{word}\n"\r\n'.encode(written_in)
    read = read_table(tmp_path, written, encoding=declared, limits=limits)
    assert read.rows == [(1, 2, ["1", f"{word}\n"])]
    assert read.places == []


@pytest.mark.parametrize("limits", [Limits(), SMALL])
@pytest.mark.parametrize(
    ("declared", "written", "place", "cells", "hint"),
    [
        ("utf-8", b"a,b\n1,2\n3,caf\xe9\n\xe9,\x80\n", (2, 3, "caf\ufffd"), "caf\ufffd", "1252"),
        ("utf-8", b'a,b\n1,2\n3,"x\ny\x90"\n', (2, 3, "y\ufffd"), "x\ny\ufffd", "Open the file"),
        ("utf-8", b"a,b\n1,2\n3,\xc3\xa9\xff\n", (2, 3, "é\ufffd"), "é\ufffd", "text before"),
        ("utf-8", b"a,b\n1,2\n3,\xc3", (2, 3, "\ufffd"), "\ufffd", ""),
        ("utf-8", b"\xef\xbb\xbfa,b\n1,2\n3,\xe9\n", (2, 3, "\ufffd"), "\ufffd", ""),
        ("ascii", b"a,b\n1,2\n3,\xc3\xa9\n", (2, 3, "\ufffd\ufffd"), "\ufffd\ufffd", ""),
        ("shift_jis", b"a,b\n1,2\n3,\x83\x83\x83\n", (2, 3, "ャ\ufffd"), "ャ\ufffd", "Open the"),
    ],
)
def test_the_first_byte_that_is_not_the_encoding_is_reported(  # noqa: PLR0913, PLR0917  # a case has as many parts
    tmp_path: Path,
    limits: Limits,
    declared: str,
    written: bytes,
    place: tuple[int, int, str],
    cells: str,
    hint: str,
) -> None:
    """It is placed in its record; the rest is read with replacement characters."""
    read = read_table(tmp_path, written, encoding=declared, limits=limits)
    record, line, value = place
    assert read.places == [("file.encoding", record, line, None, value)]
    assert read.rows[:2] == [(1, 2, ["1", "2"]), (2, 3, ["3", cells])]
    if limits is not SMALL:
        assert hint in (read.said[0][1] or "")


def test_the_sentence_on_a_wrong_byte_shows_the_word(tmp_path: Path) -> None:
    """The guess can be judged by who knows the text."""
    read = read_table(tmp_path, b"a,b\n1,un caf\xe9 noir\n")
    assert read.said == [
        (
            "The file is not UTF-8: the first wrong byte is 0xE9.",
            (
                'The file seems to be Windows-1252 or Latin-1: there it reads "café". '
                'Save it as "CSV UTF-8".'
            ),
        )
    ]
    declared = read_table(tmp_path, b"a,b\n1,\xc3\xa9\n", encoding="ascii")
    assert declared.said[0][1] == (
        'The file seems to be UTF-8. Write "utf-8" as the encoding of the table.'
    )


def test_a_wrong_byte_in_header_or_unfinished_record_has_its_place(tmp_path: Path) -> None:
    """The header is no data record; a record that never ends still counts."""
    header = read_table(tmp_path, b"a,b\xe9\n1,2\n")
    assert header.places[0] == ("file.encoding", None, 1, None, "b\ufffd")
    first = read_table(tmp_path, b"a,b\n\xe9,2\n")
    assert first.places == [("file.encoding", 1, 2, None, "\ufffd")]
    behind = read_table(tmp_path, b"\n\na,b\xe9\n1,2\n")
    assert behind.places[2] == ("file.encoding", None, 3, None, "b\ufffd")
    opened = read_table(tmp_path, b'a,b\n1,"x\n\xe9\n')
    assert opened.places == [
        ("file.encoding", 1, 2, None, "\ufffd"),
        ("record.unclosed_quote", 1, 2, None, '"x'),
    ]


@pytest.mark.parametrize("limits", [Limits(), SMALL])
@pytest.mark.parametrize("written_in", ["utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_a_mark_of_utf_16_is_believed(tmp_path: Path, written_in: str, limits: Limits) -> None:
    """One finding, not one for each cell that would be garbled."""
    read = read_table(tmp_path, "a,b\n1,é\n".encode(written_in) + b"\0", limits=limits)
    assert read.rows[0] == (1, 2, ["1", "é"])
    assert read.places == [
        ("file.encoding", None, 1, None, None),
        ("record.short", 2, 3, None, None),
    ]
    assert f"seems to be {written_in[:6].upper()}." in (read.said[0][1] or "")
