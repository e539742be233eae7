"""The records that findings name, as written."""

from pathlib import Path

import pytest

from pressmark.report import Row
from pressmark.validate import rows
from tests.packages import field, fields, report_of, write_package


def test_a_finding_has_its_record_as_written(tmp_path: Path) -> None:
    laws = (fields(field("a", "integer"), field("b")), 'a,b\n1,x\nwrong,"y, z"\n 3,\n')
    towns = (fields(field("c", "integer")), "c\nx\n")
    one = report_of(write_package(tmp_path, {"laws": laws, "towns": towns}))
    assert one.rows == {
        ("laws", 2): Row(("a", "b"), {0: "wrong", 1: "y, z"}),
        ("laws", 3): Row(("a", "b"), {0: " 3", 1: ""}),
        ("towns", 1): Row(("c",), {0: "x"}),
    }
    assert [one.row(finding) for finding in one.findings] == list(one.rows.values())
    assert "rows" not in one.written() and "severities" not in one.written()
    assert one.severities == {"cell.type": "error"}
    assert one.place == str(tmp_path) or one.place.startswith(str(tmp_path))


def test_only_listed_findings_have_theirs(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (fields(field("a", "integer")), "a\n" + "x\n" * 50)})
    assert list(report_of(path, limit=2).rows) == [("t", 1), ("t", 2)]
    assert report_of(path, limit=0).rows == {}


def test_what_could_not_be_read_has_none(tmp_path: Path) -> None:
    schema = fields(field("a"), field("b"))
    one = report_of(write_package(tmp_path, {"t": (schema, "a,b\nonly\n")}))
    assert one.counts == {"record.short": 1} and one.rows == {}


def test_a_column_that_the_file_lacks_is_none(tmp_path: Path) -> None:
    schema = fields(field("a", "integer"), field("b"))
    one = report_of(write_package(tmp_path, {"t": (schema, "a\nx\n")}))
    assert one.rows == {("t", 1): Row(("a", "b"), {0: "x", 1: None})}


def test_a_long_cell_is_cut(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (fields(field("a", "integer")), f"a\n{'é' * 10_000}\n")})
    (one,) = report_of(path).rows.values()
    assert one.cells == {0: "é" * (rows.LONGEST_CELL - 1) + "…"}


def test_of_a_wide_table_the_cells_around_the_wrong_ones_are_kept(tmp_path: Path) -> None:
    names = [f"f{number}" for number in range(200)]
    schema = fields(*(field(name, "integer" if name == "f100" else "string") for name in names))
    text = ",".join(names) + "\n" + ",".join("x" * 200) + "\n"
    (one,) = report_of(write_package(tmp_path, {"t": (schema, text)})).rows.values()
    assert sorted(one.cells) == [*range(10), *range(90, 111)]


@pytest.mark.parametrize("name", ["f1", "f59", None, "no field"])
def test_a_narrow_table_is_kept_whole(name: str | None) -> None:
    from tests.report.reports import found

    kept = rows.choose_columns(tuple(f"f{n}" for n in range(60)), [found(field=name)])
    assert kept == list(range(60))
