"""A record of too few or too many cells is shown as it is written, and so is a wrong header."""

from pathlib import Path

import pytest

from pressmark.intake.written import write_record
from pressmark.report import RENDERINGS, text
from pressmark.report.excerpt import underline_cells
from pressmark.report.finding import Line
from tests.packages import field, fields, report_of, write_package

SCHEMA = fields(field("a"), field("b"), field("c"))


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        ("a,b,c\n1,2\n", ("1,2", "   ^")),
        ("a,b,c\n1,2,3,\n", ("1,2,3,", "     ^")),
        ("a,b,c\n1,2,3,4,5\n", ("1,2,3,4,5", "     ^^^^")),
        ('a,b,c\n"1,1",2,"x""y",4\n', ('"1,1",2,"x""y",4', " " * 14 + "^^")),
        ('a,b,c\n1,"2\n2",3,4\n', ('1,"2\\n2",3,4', " " * 10 + "^^")),
        ("a,b,c\n東,2,3,4\n", ("東,2,3,4", " " * 6 + "^^")),
        ("a,b,c\n1,2,\u202e3,4\n", ("1,2,\\u202e3,4", " " * 11 + "^^")),
        ("a,b\n", ("a,b", "   ^")),
        ("a,b,zzz,c\n", ("a,b,zzz,c", "    ^^^")),
        ("a,b,,c\n", ("a,b,,c", "    ^")),
        ("a,b,b,c\n", ("a,b,b,c", "    ^")),
        ("a,c,b\n", ("a,c,b", "  ^")),
        ('a,b,c\n1,"2"x,3\n', ('1,"2"x,3', "  ^^^^")),
        ('a,b,c\n1,"2,3\n4,5,6\n', ('1,"2,3', "  ^^^^")),
    ],
)
def test_a_caret_stands_where_a_cell_is_too_many_or_missing(
    table: str, shown: tuple[str, str], tmp_path: Path
) -> None:
    (finding,) = report_of(write_package(tmp_path, {"t": (SCHEMA, table)})).findings
    assert finding.shown is not None
    assert underline_cells(finding.shown) == shown
    assert "shown" not in finding.written()


def test_a_long_record_is_shown_around_what_is_wrong() -> None:
    record = write_record(["x" * 500, "y" * 500, "z" * 500])
    assert record.cell(1) == Line("…" + "x" * 59 + ",", "y" * 60 + "…", "," + "z" * 39 + "…")
    assert record.end() == Line("…" + "z" * 60, "", "")
    wide = write_record(["東" * 500, "京" * 500, "都" * 500])
    assert wide.cell(1) == Line("…" + "東" * 59 + ",", "京" * 60 + "…", "," + "都" * 39 + "…")


def test_other_delimiters_stay_as_they_are(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (SCHEMA, "a;b;c\n1;2\n")})
    report = report_of(path)
    assert report.counts == {"header.extra": 1, "header.missing": 3}
    assert all("have semicolons between" in (each.hint or "") for each in report.findings)
    lines = text.render(report).splitlines()
    assert "    | a;b;c" in lines


def test_every_page_shows_the_record(tmp_path: Path) -> None:
    report = report_of(write_package(tmp_path, {"t": (SCHEMA, "a,b,c\n1,<b>,3,4\n1,2\n")}))
    renderings = dict(RENDERINGS)
    assert "    | 1,<b>,3,4\n    |        ^^\n" in renderings["text"](report)
    page = renderings["html"](report)
    assert "<bdi>1,&lt;b&gt;,3<mark>,4</mark></bdi>" in page
    assert "<bdi>1,2<mark><i>missing</i></mark></bdi>" in page
