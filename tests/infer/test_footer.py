"""What stands above and below the records of a table: comments, notes, empty rows."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

import pressmark
from pressmark.infer.describing import describe
from pressmark.infer.draft import DraftTable
from pressmark.infer.footer import Footer, count_footer, take_rows
from pressmark.infer.new import write_records
from pressmark.infer.table_files import LIMITS, describe_as_table
from pressmark.intake import TableFile
from pressmark.report.finding import Findings
from tests.infer.described import write

HEADER = ["name", "age", "born", "kind"]
RECORDS = [
    [f"Name {year}", str(year - 1900), f"{year}-05-01", "actor"] for year in range(1950, 1960)
]


def draft(path: Path, rows: Sequence[Sequence[str]]) -> DraftTable:
    """Draft a table of rows that are written as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return describe([path])[0]


@pytest.mark.parametrize(
    "below",
    [
        [["", "", "", ""]],
        [["", "", "", ""], ["", " ", "", ""]],
        [["Source: the city", "", "", ""]],
        [["* estimated", "", "", ""], ["", "", "", ""]],
        [["The numbers of this year will be corrected", "", "", ""]],
        [["Some", "", "", ""], ["", "", "", "like notes"], ["", "at the", "", ""]],
        [["", "", "", ""], ["Quelle: Amt", "", "", ""], ["Stand 2026", "", "", ""]],
    ],
)
def test_rows_below_the_records_are_left_out_and_said(
    tmp_path: Path, below: list[list[str]]
) -> None:
    table = draft(tmp_path / "t.csv", [HEADER, *RECORDS, *below])
    assert table.records == len(RECORDS)
    assert [each.type for each in table.fields] == ["string", "integer", "date", "string"]
    told = [each.words for each in table.doubts if "below the records" in each.words]
    assert len(told) == 1 and told[0].startswith(f"{len(below)} ")
    write_records(table, tmp_path / "records/t.csv")
    with (tmp_path / "records/t.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [HEADER, *RECORDS]


@pytest.mark.parametrize(
    "last",
    [
        ["Name without more", "", "", ""],
        ["Total", "545", "", ""],
        ["Source", "12", "2026-01-01", ""],
        ["", "77", "", ""],
    ],
)
def test_a_last_record_that_may_be_one_is_kept(tmp_path: Path, last: list[str]) -> None:
    assert draft(tmp_path / "t.csv", [HEADER, *RECORDS, last]).records == len(RECORDS) + 1


def test_where_records_are_as_empty_as_notes_nothing_is_told_apart() -> None:
    sparse = [["a", "", "", ""], ["", "1", "", ""]] * 5
    assert count_footer([*sparse, ["Note: what it is", "", "", ""]]) == 0
    assert count_footer([*RECORDS, *[["Note: what it is", "", "", ""]] * 21]) == 0
    assert count_footer([["1"], ["2"], [""]]) == 0
    assert count_footer([["", ""], ["", ""]]) == 2
    assert count_footer([]) == 0


def test_a_footer_is_that_of_the_last_block_that_holds_records(tmp_path: Path) -> None:
    """Whatever the blocks, what is given and what is kept back is the file."""
    (table,) = describe([write(tmp_path / "t.csv", {"a": ["1", "2"], "b": ["x", "y"]})])
    assert table.records == 2
    blocks = list(
        TableFile(describe_as_table(table.path, table.layout, "t"), Findings(0), LIMITS).blocks()
    )
    empty = [Footer().cut(each) for each in blocks[-1:]]
    assert sum(each.cells.num_rows for each in Footer().kept_back(iter([*empty, *blocks]))) == 4
    assert list(Footer().kept_back(iter([]))) == []


@pytest.mark.parametrize("records", [3, 59, 60, 61, 130])
def test_a_footer_is_seen_whatever_the_blocks_and_the_last_line_end(
    tmp_path: Path, records: int
) -> None:
    path = tmp_path / "t.csv"
    rows = "".join(f"{number},a,5\n" for number in range(records))
    path.write_text(f"id,place,n\n{rows},,\nSource: city office,,", "utf-8")
    (table,) = describe([path])
    assert (table.records, table.fields[0].type) == (records, "integer")
    assert any("2 rows below the records" in each.words for each in table.doubts)
    source = TableFile(describe_as_table(path, table.layout, "t"), Findings(0), LIMITS)
    ones = [take_rows(each, n, n + 1) for each in source.blocks() for n in range(len(each.records))]
    given = list(Footer().kept_back(iter(ones)))
    assert [cell for each in given for cell in each.cells.column(0).to_pylist()] == [
        str(number) for number in range(records)
    ]
    numbers = list(range(1, records + 1))
    assert [number for each in given for number in each.records] == numbers
    lines = [line for each in given if each.lines is not None for line in each.lines]
    assert lines == [number + 1 for number in numbers]


def test_comments_above_a_table_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text(
        "# Codes\n# of countries\n#\n#code\tname of it\nAD\tAndorra\nNA\tNamibia\n#1\tNone\n",
        "utf-8",
    )
    (table,) = describe([path])
    assert [each.name for each in table.fields] == ["code", "name of it"]
    assert table.records == 3, "a record that begins with the mark of a comment is one"
    told = [each.words for each in table.layout.doubts]
    assert told == [
        '3 lines of comment left out: "Codes".',
        "The names of the columns stand in a comment, line 4.",
    ]
    assert table.layout.dialect == {"header": False, "commentRows": (1, 2, 3, 4)}


@pytest.mark.parametrize("comments", ["# Codes\n", "# a, b\n# and more\n"])
def test_a_header_below_comments_is_a_header(tmp_path: Path, comments: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{comments}code,name,n\nAD,Andorra,1\nNA,Namibia,2\n", "utf-8")
    (table,) = describe([path])
    assert [each.name for each in table.fields] == ["code", "name", "n"]
    assert table.records == 2 and "above it stands" not in str(table.fields)


@pytest.mark.parametrize("above", ["sep=;\n", "# made by hand\n", "# one\n# two, and three\n"])
def test_what_stands_above_records_without_a_header_is_none(tmp_path: Path, above: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{above}1;2\n3;4\n5;6\n", "utf-8")
    (table,) = describe([path])
    assert [each.type for each in table.fields] == ["integer", "integer"]
    assert table.records == 3 and pressmark.validate(path).tables[0].records == 3
    write_records(table, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == "column_1,column_2\n1,2\n3,4\n5,6\n"


def test_a_file_of_comments_alone_is_a_table_of_them(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("#a\n#b\n", "utf-8")
    assert describe([path])[0].records == 1


def test_quotes_that_surround_no_cell_are_characters(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_text('id|text\n1|He said "no"\n2|5" of rain\n', "utf-8")
    (table,) = describe([path])
    assert table.layout.dialect == {"delimiter": "|", "quoteChar": ""}
    write_records(table, tmp_path / "t.csv")
    written = (tmp_path / "t.csv").read_text("utf-8")
    assert written == 'id,text\n1,"He said ""no"""\n2,"5"" of rain"\n'


def test_of_a_file_that_was_not_seen_whole_no_quotes_are_guessed(tmp_path: Path) -> None:
    """Cells in quotes may follow, and would keep them."""
    records = "1|He said no\n" * 30_000
    path = tmp_path / "t.txt"
    path.write_text(f'id|text\n1|He said "no"\n{records}2|"a|b"\n', "utf-8")
    (table,) = describe([path])
    assert table.layout.dialect == {"delimiter": "|"}
    assert [each.words for each in table.doubts if each.stops and "line 2" in each.words]


def test_notes_of_several_cells_above_a_header_are_left_out(tmp_path: Path) -> None:
    notes = [["Lots", "", "", ""], ["at", "the", "top", ""], ["or", "", "merging", "cells"]]
    table = draft(tmp_path / "t.csv", [*notes, HEADER, *RECORDS])
    assert [each.name for each in table.fields] == HEADER
    unnamed = [["name", "age", "born", ""], *RECORDS]
    assert draft(tmp_path / "u.csv", unnamed).fields[3].name == "column_4"
