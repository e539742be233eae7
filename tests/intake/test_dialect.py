"""Dialects: every property of delimited text, alone and in every combination."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from hypothesis.strategies import DrawFn

from pressmark.intake import Limits
from pressmark.intake.marks import find_alike_marks, read_marks
from pressmark.package import Dialect

from .reading import read_table

SMALL = Limits(block_bytes=4)


def dialect_of(**properties: Any) -> Dialect:
    """Read a dialect as a descriptor writes it."""
    return Dialect.model_validate(properties, strict=False)


def cells_of(folder: Path, written: bytes, fields: str = "id name", **dialect: Any) -> list[Any]:
    """Read a table without faults, in small blocks and in large ones; give cells and lines."""
    small, large = (
        read_table(folder, written, fields, limits=limits, dialect=dialect_of(**dialect))
        for limits in (SMALL, Limits())
    )
    assert (small.rows, small.places) == (large.rows, large.places)
    assert large.places == []
    assert [record for record, _, _ in large.rows] == list(range(1, len(large.rows) + 1))
    return [(line, *cells) for _, line, cells in large.rows]


APPLES = [("1", "apple"), ("2", "orange")]


@pytest.mark.parametrize(
    ("written", "dialect", "lines"),
    [
        ("id|name\n1|apple\n2|orange\n", {"delimiter": "|"}, (2, 3)),
        ("id||name\n1||apple\n2||orange\n", {"delimiter": "||"}, (2, 3)),
        ("id§name\n1§apple\n2§orange\n", {"delimiter": "§"}, (2, 3)),
        ("id\0name\n1\0apple\n2\0orange\n", {"delimiter": "\0"}, (2, 3)),
        ("id,name;1,apple;2,orange", {"lineTerminator": ";"}, (1, 1)),
        ("id,name;\n1,apple;\n2,orange;\n", {"lineTerminator": ";\n"}, (2, 3)),
        ("id;name;\n1;apple;\n2;orange", {"lineTerminator": ";\n", "delimiter": ";"}, (2, 3)),
        ("id,name\r1,apple\r2,orange\r", {"lineTerminator": "\r"}, (2, 3)),
        ("id, name\n1, apple\n2, orange\n", {"skipInitialSpace": True}, (2, 3)),
        ("id,name\n1,\t 'apple'\n2,orange\n", {"skipInitialSpace": True, "quoteChar": "'"}, (2, 3)),
        ("id\t name\n1\tapple\n2\t  orange\n", {"skipInitialSpace": True, "delimiter": "\t"},
         (2, 3)),
        ("id,name\n1,'apple'\n2,orange\n", {"quoteChar": "'"}, (2, 3)),
        ("id,name\n1,«apple«\n2,orange\n", {"quoteChar": "«"}, (2, 3)),
        ("id,name\n#fruits\n1,apple\n2,orange\n", {"commentRows": [2]}, (3, 4)),
        ("#fruits\nid,name\n1,apple\n2,orange\n", {"commentRows": [1]}, (3, 4)),
        ("id,name\n#fruits\n1,apple\n2,orange\n#", {"commentChar": "#"}, (3, 4)),
        ('#a "\n#b\n#\nid,name\n# x\r\n1,apple\n2,orange\n', {"commentChar": "#"}, (6, 7)),
        ('//a\nid,name\n1,apple\n// "x\n2,orange\n', {"commentChar": "//"}, (3, 5)),
        ("x\n\nid,name\n1,apple\n2,orange\n", {"headerRows": [3]}, (4, 5)),
        ("id\nx,y,z\nname\n1,apple\n2,orange\n",
         {"headerRows": [3], "header": False, "commentRows": [1, 2, 3]}, (4, 5)),
    ],
)  # fmt: skip
def test_the_standards_apples_in_every_dialect(
    tmp_path: Path, written: str, dialect: dict[str, Any], lines: tuple[int, int]
) -> None:
    """Cells, records and lines come out the same."""
    expected = [(line, *cells) for line, cells in zip(lines, APPLES, strict=True)]
    assert cells_of(tmp_path, written.encode(), **dialect) == expected


def test_a_header_of_several_rows_is_joined(tmp_path: Path) -> None:
    """The standard's example: a cell stands for those to its right; empty ones add nothing."""
    written = b"fruit\nid,name\n1,apple\n"
    assert cells_of(tmp_path, written, "x y", headerRows=[], header=True, commentRows=[1, 2])
    schema = ["fruit id", "fruit name"]
    for join in (" ", "-"):
        read = read_table(tmp_path, written, "a b",
                          dialect=dialect_of(headerRows=[2, 1], headerJoin=join))  # fmt: skip
        names = [place[4] for place in read.places if place[0] == "header.extra"]
        assert names == [name.replace(" ", join) for name in schema]
        assert read.rows == [(1, 3, [None, None])]
    merged = read_table(tmp_path, b"x\n\n1\n", "x", dialect=dialect_of(headerRows=[1, 2]))
    assert (merged.rows, merged.places) == ([(1, 3, ["1"])], [])
    apart = read_table(tmp_path, b"x,\nskip\n,y\n1,2\n", "x y",
                       dialect=dialect_of(headerRows=[1, 3]))  # fmt: skip
    assert (apart.rows, apart.places) == ([(1, 4, ["1", "2"])], [])


def test_a_file_that_ends_before_its_header_has_none(tmp_path: Path) -> None:
    """Comments alone are no table."""
    for written, dialect in (
        (b"#x\n#y\n", {"commentChar": "#"}),
        (b"a,b\n1,2\n", {"headerRows": [9]}),
    ):
        read = read_table(tmp_path, written, dialect=dialect_of(**dialect))
        assert (read.rows, read.places) == ([], [("file.empty", None, None, None, None)])
        assert read.said[0][0] == "The file ends before its header."


@pytest.mark.parametrize("quote", ["", None])
def test_without_quotes_a_quote_is_a_character(tmp_path: Path, quote: str | None) -> None:
    """Nothing is quoted then, and no quote is stray."""
    written = b'a,b\n"1,2"\n3,x"y\n'
    assert cells_of(tmp_path, written, "a b", quoteChar=quote) == [
        (2, '"1', '2"'),
        (3, "3", 'x"y'),
    ]


@pytest.mark.parametrize(
    ("written", "dialect", "cells"),
    [
        (r"1\,5,2", {"escapeChar": "\\"}, ["1,5", "2"]),
        (r'"1\"5",2', {"escapeChar": "\\", "doubleQuote": False}, ['1"5', "2"]),
        (r'"1""5\\",\"2', {"escapeChar": "\\"}, ['1"5\\', '"2']),
        (r"\N,\\N", {"escapeChar": "\\", "nullSequence": "\\N"}, ["\\N", "\\N"]),
        ("1\\\r\n5,2\\\n", {"escapeChar": "\\"}, ["1\r\n5", "2\n"]),
        ('"1""5",2', {"escapeChar": '"'}, ['1"5', "2"]),
        ('"1""5",2', {"escapeChar": '"', "doubleQuote": False}, ['1"5', "2"]),
        ("1§;5;2", {"escapeChar": "§", "delimiter": ";"}, ["1;5", "2"]),
    ],
)
def test_escapes_take_a_meaning_away(
    tmp_path: Path, written: str, dialect: dict[str, Any], cells: list[str]
) -> None:
    """Inside quotes and outside; an escape that is the quote itself is a doubled quote."""
    text = dialect.get("delimiter", ",").join("ab") + "\n" + written + "\n"
    (row,) = cells_of(tmp_path, text.encode(), "a b", **dialect)
    assert list(row[1:]) == cells


def test_what_is_wrong_is_found_in_every_dialect(tmp_path: Path) -> None:
    """Stray, unclosed and ragged: as in plain CSV."""
    single = dialect_of(doubleQuote=False)
    read = read_table(tmp_path, b'a,b\n"1""2",3\n4,5\n', dialect=single)
    assert read.rows == [(1, 2, ['"1""2"', "3"]), (2, 3, ["4", "5"])]
    assert read.places == [("record.stray_quote", 1, 2, "a", '"1""2"')]
    ended = read_table(tmp_path, b"a,b\n1,2\n3,4\\\n", dialect=dialect_of(escapeChar="\\"))
    assert ended.rows == [(1, 2, ["1", "2"])]
    assert ended.places == [("record.unclosed_quote", 2, 3, None, "4\\")]
    assert "escaped" in ended.said[0][0]
    opened = read_table(tmp_path, b'a||b\n1||"x\n', dialect=dialect_of(delimiter="||"))
    assert opened.places == [("record.unclosed_quote", 1, 2, None, '"x')]
    both = dialect_of(delimiter="||", lineTerminator=";")
    ragged = read_table(tmp_path, b"a||b;1||2||3;;4", dialect=both)
    assert sorted(place[:2] for place in ragged.places) == [
        ("record.blank", 2),
        ("record.long", 1),
        ("record.short", 3),
    ]


def test_comments_may_stand_in_quoted_cells(tmp_path: Path) -> None:
    """There they are text, wherever a block is cut."""
    written = b'a,b\n1,"x\n#y"\n#z\n2,"\n#"\n'
    expected = [(2, "1", "x\n#y"), (5, "2", "\n#")]
    assert cells_of(tmp_path, written, "a b", commentChar="#") == expected


@pytest.mark.parametrize("most", [1, 90])
def test_comments_between_all_records_are_passed_over(tmp_path: Path, most: int) -> None:
    """Few or many, by their first characters or by their numbers."""
    by_mark = b"a,b\n" + b'#"x\n1,2\n' * most
    lines = [2 * n + 3 for n in range(most)]
    assert [row[0] for row in cells_of(tmp_path, by_mark, "a b", commentChar="#")] == lines
    rows = [2 * n + 2 for n in range(most)]
    by_row = b"a,b\n" + b"x\n1,2\n" * most
    assert [row[0] for row in cells_of(tmp_path, by_row, "a b", commentRows=rows)] == lines


def test_a_wrong_byte_in_a_comment_stands_in_no_record(tmp_path: Path) -> None:
    """It is reported all the same."""
    for written in (b"a,b\n#\xe9\n1,2\n", b"#\xe9\na,b\n1,2\n"):
        read = read_table(tmp_path, written, dialect=dialect_of(commentChar="#"))
        assert read.rows == [(1, 3, ["1", "2"])]
        assert [place[:2] for place in read.places] == [("file.encoding", None)]


characters = strategies.text("a ,;|§\"'«\\\r\n\t#<", max_size=5)


@strategies.composite
def dialects(draw: DrawFn) -> Dialect:
    """Make a dialect whose marks can be told apart."""
    one = strategies.sampled_from
    dialect = dialect_of(
        delimiter=draw(one([",", ";", "||", "§", "\t", "|", "<>", " "])),
        quoteChar=draw(one(['"', "'", "«", "", None])),
        lineTerminator=draw(one(["\r\n", "\n", "\r", ";\n", "|", "<end>", "§"])),
        escapeChar=draw(one([None, "\\", '"', "«"])),
        doubleQuote=draw(strategies.booleans()),
        skipInitialSpace=draw(strategies.booleans()),
        commentChar=draw(one([None, "#", "##"])),
    )
    return dialect if find_alike_marks(read_marks(dialect)) is None else Dialect()


def written_cell(cell: str, dialect: Dialect, *, first: bool, quoted: bool) -> str | None:
    """Write a cell, in quotes if so asked; None where the dialect has no way to write it."""
    marks = read_marks(dialect)
    quote, escape = marks.quote.decode(), marks.escape.decode()
    special = set(dialect.delimiter + quote + escape + "\r\n" + dialect.line_terminator)
    special |= set(dialect.comment_char or "") if first else set()
    if quote and (quoted or not escape) and (marks.doubled or escape or quote not in cell):
        if escape:
            cell = cell.replace(escape, escape * 2)
        doubling = quote if marks.doubled else escape
        return quote + cell.replace(quote, doubling + quote) + quote
    leading = dialect.skip_initial_space and not first and cell.startswith((" ", "\t"))
    if not escape and (leading or special & set(cell)):
        return None
    if cell.endswith("\r") and not marks.terminator:
        return None  # escaped before a line end, it would read as an escaped CRLF
    text = "".join(escape * (letter in special) + letter for letter in cell)
    return escape * (leading and cell[0] not in special) + text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400)
@given(
    dialects(),
    strategies.lists(
        strategies.tuples(
            strategies.lists(strategies.tuples(characters, strategies.booleans()),
                             min_size=2, max_size=2),
            strategies.booleans()), max_size=6),
    strategies.integers(1, 12),
)  # fmt: skip
def test_what_is_written_in_a_dialect_is_read_in_it(
    tmp_path: Path,
    dialect: Dialect,
    table: list[tuple[list[tuple[str, bool]], bool]],
    block_bytes: int,
) -> None:
    """The same cells come back, with their records and lines, wherever blocks are cut."""
    end = dialect.line_terminator
    text = f"x{dialect.delimiter}y{end}"
    expected: list[tuple[int, int, list[str]]] = []
    for cells, commented in table:
        if commented and dialect.comment_char:
            text += f"{dialect.comment_char}a comment{dialect.quote_char or ''}{end}"
        written = [
            written_cell(cell, dialect, first=not at, quoted=quoted)
            for at, (cell, quoted) in enumerate(cells)
        ]
        texts = [cell for cell in written if cell is not None]
        if len(texts) < len(written):
            continue
        line = len(re.findall("\r\n|\r|\n", text)) + 1
        text += dialect.delimiter.join(texts) + end
        expected.append((len(expected) + 1, line, [cell for cell, _ in cells]))
    for limits in (Limits(), Limits(block_bytes=block_bytes)):
        read = read_table(tmp_path, text.encode(), "x y", limits=limits, dialect=dialect)
        assert (read.rows, read.places) == (expected, [])
