"""Records through the front door: what is passed on, what is reported, and where."""

import threading
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from pressmark.intake import Limits, TableFile
from pressmark.package import Dialect
from pressmark.report.finding import Findings

from .reading import read_table, table_of

SMALL = Limits(block_bytes=4)


@pytest.mark.parametrize("limits", [Limits(), SMALL])
def test_cells_come_with_their_record_and_line(tmp_path: Path, limits: Limits) -> None:
    """Records count from 1 behind the header, lines from 1 at the file's beginning."""
    read = read_table(tmp_path, b'a,b\n1,"x\ny"\r\n2,\n"3""","\r\n"\n4,z', limits=limits)
    assert read.rows == [
        (1, 2, ["1", "x\ny"]),
        (2, 4, ["2", ""]),
        (3, 5, ['3"', "\r\n"]),
        (4, 7, ["4", "z"]),
    ]
    assert read.places == []
    assert read.file.records == 4
    assert read.file.missing == ()


def test_control_bytes_pass_unharmed(tmp_path: Path) -> None:
    """Later rules judge them."""
    text = "a,b\n\x00,\x01\x1b\n\ufeffx,\u202e\n"
    read = read_table(tmp_path, text.encode(), limits=SMALL)
    assert [row[2] for row in read.rows] == [["\x00", "\x01\x1b"], ["\ufeffx", "\u202e"]]
    assert read.places == []


@pytest.mark.parametrize("limits", [Limits(), SMALL])
def test_short_long_and_blank_records_are_reported_and_left_out(
    tmp_path: Path, limits: Limits
) -> None:
    """They keep their numbers, and the sentence names both counts of cells."""
    read = read_table(tmp_path, b'a,b\n1\n1,"\n"\n\n1,2,3\n""\n5,6\n', limits=limits)
    assert read.rows == [(2, 3, ["1", "\n"]), (6, 8, ["5", "6"])]
    assert sorted(read.places, key=str) == [
        ("record.blank", 3, 5, None, None),
        ("record.long", 4, 6, None, None),
        ("record.short", 1, 2, None, None),
        ("record.short", 5, 7, None, None),
    ]
    messages = {each.rule: each.message for each in read.findings}
    assert messages["record.short"] == "The record has 1 cell where the table has 2 columns."
    assert messages["record.long"] == "The record has 3 cells where the table has 2 columns."
    assert read.file.records == 6


def test_a_blank_line_in_a_table_of_one_column_is_an_empty_cell(tmp_path: Path) -> None:
    """CSV cannot tell the two apart; only the line end that closes the file is none."""
    read = read_table(tmp_path, b'a\nx\n\n""\n\r\n', "a")
    assert read.rows == [(1, 2, ["x"]), (2, 3, [""]), (3, 4, [""]), (4, 5, [""])]
    assert read.places == []


def test_blank_lines_at_the_end_are_reported(tmp_path: Path) -> None:
    """One line end belongs to the last record, the others are lines."""
    read = read_table(tmp_path, b"a,b\n1,2\n\n\n")
    assert read.places == [("record.blank", 2, 3, None, None), ("record.blank", 3, 4, None, None)]


@pytest.mark.parametrize("limits", [Limits(), SMALL])
def test_stray_quotes_are_reported_in_their_field(tmp_path: Path, limits: Limits) -> None:
    """The cell is passed on as written, and records around it are read as ever."""
    written = b'a,b\n"1",2\n3,x"y\n"4"z,"5"\n"6\n"7,8,"9"0\n10,11\n'
    read = read_table(tmp_path, written, limits=limits)
    assert read.rows == [
        (1, 2, ["1", "2"]),
        (2, 3, ["3", 'x"y']),
        (3, 4, ['"4"z', "5"]),
        (5, 7, ["10", "11"]),
    ]
    assert sorted(read.places, key=str) == [
        ("record.long", 4, 5, None, None),
        ("record.stray_quote", 2, 3, "b", 'x"y'),
        ("record.stray_quote", 3, 4, "a", '"4"z'),
        ("record.stray_quote", 4, 5, "a", '"6\n"7'),
        ("record.stray_quote", 4, 5, None, '"9"0'),
    ]
    hints = {each.value: each.hint or "" for each in read.findings}
    assert hints['"6\n"7'].startswith("A closing quote may be missing")
    assert hints['x"y'].startswith("Put the whole cell in quotes")


@pytest.mark.parametrize("limits", [Limits(), SMALL])
def test_an_unclosed_quote_is_placed_where_it_opens(tmp_path: Path, limits: Limits) -> None:
    """Nothing behind it is passed on."""
    read = read_table(tmp_path, b'a,b\n1,2\n3,"open\n5,6\n\n7,8\n', limits=limits)
    assert read.rows == [(1, 2, ["1", "2"])]
    assert read.places == [("record.unclosed_quote", 2, 3, None, '"open')]
    assert read.file.records == 2


def test_a_quote_left_open_behind_a_stray_one_is_found(tmp_path: Path) -> None:
    """An even number of quotes does not mean that all are closed."""
    read = read_table(tmp_path, b'a,b\nx"y,"z\n1,2\n')
    assert read.rows == []
    assert read.places == [("record.unclosed_quote", 1, 2, None, '"z')]


@pytest.mark.parametrize("block_bytes", [4, 1000])
def test_a_record_over_the_limit_stops_the_file(tmp_path: Path, block_bytes: int) -> None:
    """The same record is refused however the file is cut; the hint names the open quote."""
    limits = Limits(block_bytes=block_bytes, record_bytes=12)
    written = b'a,b\n1,2\n"\n","3456789abcdef"\n7,8\n'
    read = read_table(tmp_path, written, limits=limits)
    assert read.rows == [(1, 2, ["1", "2"])]
    assert read.places == [("record.too_large", 2, 3, None, None)]
    assert read.said[0][0].startswith("The record has more than 12 bytes")
    assert read.file.records == 2


def test_the_hint_on_a_large_record_names_the_quote_that_is_open(tmp_path: Path) -> None:
    """Without an open quote it speaks of long texts."""
    limits = Limits(block_bytes=4, record_bytes=12)
    opened = read_table(tmp_path, b'a,b\n1,2\n"\n","3\n5,6\n7,8\n9,0\n', limits=limits)
    assert opened.places == [("record.too_large", 2, 3, None, None)]
    assert "line 4" in (opened.said[0][1] or "")
    plain = read_table(tmp_path, b"a,b\n1,23456789abcdefghijk\n", limits=limits)
    assert plain.places == [("record.too_large", 1, 2, None, None)]
    assert "quote" not in (plain.said[0][1] or "")
    many = read_table(tmp_path, b"a,b\n" + b"1," * 20, limits=limits)
    assert many.places == [("record.too_large", 1, 2, None, None)]
    stray = read_table(tmp_path, b'a,b\n1,"2"3456789abcdefghijk\n3,4\n', limits=limits)
    assert stray.places == [("record.too_large", 1, 2, None, None)]


@pytest.mark.parametrize("limits", [Limits(), SMALL])
def test_lone_carriage_returns_are_reported_once(tmp_path: Path, limits: Limits) -> None:
    """They end records, header and last one included, and are placed at the first."""
    read = read_table(tmp_path, b'a,b\n1,2\r\n3,"\r"\r5,x"\r7,8\r', limits=limits)
    assert [row[:2] for row in read.rows] == [(1, 2), (2, 3), (3, 5), (4, 6)]
    assert sorted(read.places, key=str) == [
        ("file.line_ends", 2, 3, None, None),
        ("record.stray_quote", 3, 5, "b", 'x"'),
    ]
    assert read.findings[-1].message.startswith("3 lines end with a lone carriage return")
    whole = read_table(tmp_path, b"a,b\r1,2\n", limits=limits)
    assert whole.places == [("file.line_ends", None, 1, None, None)]
    assert whole.findings[0].message.startswith("1 line ends")


def test_findings_beyond_the_limit_are_counted(tmp_path: Path) -> None:
    """Of each rule the first are kept, in file order."""
    read = read_table(tmp_path, b'a,b\n1,x"\n1\n\n' * 1000, kept=3, limits=Limits(block_bytes=64))
    kept = [(rule, record) for rule, record, *_ in read.places]
    assert sorted(kept) == [
        ("record.blank", 3),
        ("record.blank", 7),
        ("record.blank", 11),
        ("record.short", 2),
        ("record.short", 6),
        ("record.short", 10),
        ("record.stray_quote", 1),
        ("record.stray_quote", 5),
        ("record.stray_quote", 9),
    ]
    assert read.counts == dict.fromkeys(
        ("record.stray_quote", "record.short", "record.blank"), 1000
    )
    assert read.file.records == 3999


def test_long_values_are_cut_short(tmp_path: Path) -> None:
    """A finding never holds a whole book."""
    read = read_table(tmp_path, b'a,b\n1,x"' + b"y" * 1000 + b"\n")
    assert read.places == [("record.stray_quote", 1, 2, "b", 'x"' + "y" * 197 + "…")]


def test_the_dialect_chooses_the_marks(tmp_path: Path) -> None:
    """Commas and double quotes are then like any other character."""
    dialect = Dialect(delimiter=";", quote_char="'")
    read = read_table(tmp_path, b"a;b\n'1;2';\",\"\n3;x'\n", dialect=dialect)
    assert read.rows == [(1, 2, ["1;2", '","']), (2, 3, ["3", "x'"])]
    assert read.places == [("record.stray_quote", 2, 3, "b", "x'")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    strategies.text('ab,"\n\ré', max_size=40),
    strategies.integers(1, 20),
    strategies.sampled_from(["utf-8", "utf-16"]),
)
def test_it_does_not_matter_where_blocks_are_cut(
    tmp_path: Path, text: str, block_bytes: int, encoding: str
) -> None:
    """Small blocks and large ones give the same records and findings."""
    written = ("a,b\n" + text).encode(encoding)
    whole = read_table(tmp_path, written, encoding=encoding)
    cut = read_table(tmp_path, written, encoding=encoding, limits=Limits(block_bytes=block_bytes))
    assert cut.rows == whole.rows
    assert cut.file.records == whole.file.records
    assert cut.counts == whole.counts
    assert {each.rule: each for each in cut.findings[::-1]} == {
        each.rule: each for each in whole.findings[::-1]
    }


def test_who_needs_no_more_may_stop(tmp_path: Path) -> None:
    """The first block comes before the file is read to its end, and nothing is left running."""
    path = tmp_path / "cases.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 1000)
    file = TableFile(table_of(path), Findings(10), SMALL)
    blocks = file.blocks()
    assert isinstance(blocks, Generator)
    assert next(blocks).records.tolist() == [1]
    running = threading.active_count()
    blocks.close()
    assert threading.active_count() < running
    assert file.sha256 == ""
