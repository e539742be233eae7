"""A copy that a spreadsheet program opens and runs nothing of."""

import csv
import io
from pathlib import Path

import pytest

from pressmark.site.downloads.spreadsheet import MARK, make_harmless, read_safely
from tests.site.visitor import Visitor

ADDRESS = "/releases/1.10.0/data/0.spreadsheet-safe.csv"


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+1+1", "'+1+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\nx", "'\nx"),
        (" =1+1", "' =1+1"),
        ('"=1+1', "'\"=1+1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("a;=1+1", "a;'=1+1"),
        ("a\n-cmd", "a\n'-cmd"),
        ("+1 555 0100", "'+1 555 0100"),
        ("-", "'-"),
        ("-- not said", "'-- not said"),
        ("-1", "-1"),
        ("+1", "+1"),
        ("-1.5e-7", "-1.5e-7"),
        ("2020-06-10", "2020-06-10"),
        ("a - b", "a - b"),
        ("a=b, -c", "a=b, -c"),
        ("x; y", "x; y"),
        ("", ""),
        ("é", "é"),
    ],
)
def test_a_cell_that_would_run_becomes_text(cell: str, safe: str) -> None:
    """A number stays one, and so does everything else."""
    assert make_harmless(cell) == safe


def test_a_copy_differs_in_nothing_else(tmp_path: Path) -> None:
    """Mark, line ends, apostrophes; lines, quotes and long cells are as they were."""
    rows = [["a", "b"], ["=x", 'say "yes",\nplease'], ["é", ""], ["-3", "y" * 200_000]]
    rows += [[str(number), "z"] for number in range(1200)]
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    before = path.read_bytes()
    copy = b"".join(read_safely(path))
    assert copy.startswith(MARK + b"a,b\r\n'=x,")
    read = list(csv.reader(io.StringIO(copy.decode("utf-8-sig"), newline="")))
    rows[1][0] = "'=x"
    assert read == rows
    assert path.read_bytes() == before


def test_the_copy_is_offered_beside_its_table(visitor: Visitor) -> None:
    """And only there."""
    page = visitor.text("/releases/1.10.0/")
    assert page.count(".spreadsheet-safe.csv") == 1
    assert f'<a class="small" href="{ADDRESS}">copy for spreadsheets</a>' in page
    answer = visitor.get(ADDRESS)
    assert answer.text == "\ufeffcode,name,part_of\r\nber,Berlin,\r\nkre,Kreuzberg,ber\r\n"
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].endswith("0.spreadsheet-safe.csv")
    again = visitor.get(ADDRESS, If_None_Match=answer.headers["etag"])
    assert again.status_code == 304
    assert visitor.ask("HEAD", ADDRESS).status_code == 200
    for name in ("data/9", "datapackage", "CHANGES"):
        assert visitor.get(f"/releases/1.10.0/{name}.spreadsheet-safe.csv").status_code == 404


def test_questions_and_parts_of_tables_have_one_too(visitor: Visitor) -> None:
    """Text is made harmless, numbers stay."""
    answer = visitor.get("/odd-things-1-10-0.spreadsheet-safe.csv?sql=select+'=1'+as+a,-1+as+b")
    assert answer.text == "\ufeffa,b\r\n'=1,-1\r\n"
    answer = visitor.get("/odd-things-1-10-0/people.spreadsheet-safe.csv?id=3&_col=full_name")
    assert answer.text == "\ufeffid,full_name\r\n3,Bo\r\n"
    assert "people.spreadsheet-safe.csv" in answer.headers["content-disposition"]
