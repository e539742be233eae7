"""Bare files judged by what they show: what is told, with its place, and what "valid" then says."""

import gzip
import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

import pressmark
from pressmark import ProjectError
from pressmark.report import Report, list_renderings
from tests.hostile.corpus import EVERY
from tests.intake.test_sheets import row, xlsx

SOUND = "id,name,day\n1,Anna,2026-03-01\n2,Bob,2026-03-02\n3,Eve,2026-03-03\n"


def judged(path: Path, text: str | bytes, **more: object) -> Report:
    """Judge a file with that content."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return pressmark.validate(path, **more)  # type: ignore[arg-type]


def places(report: Report) -> list[tuple[str, int | None, int | None, str | None]]:
    """Give rule, record, line and field of each finding."""
    return [(each.rule, each.record, each.line, each.field) for each in report.findings]


def test_it_says_which_cells_were_taken_for_no_value(tmp_path: Path) -> None:
    columns = ",".join(f"c{number}" for number in range(20))
    records = "".join(
        f"{number}{',1' * 18},{'x' if number == 2 else number}\n" for number in range(9)
    )
    (said,) = judged(tmp_path / "t.csv", f"{columns}\n{records}").unchecked
    assert said.endswith('; taken for no value: "x" in c19.')
    text = "a,b,c\n1,-,NA\n2,1,3\n3,2,-\n4,3,4\n5,4,5\n"
    (said,) = judged(tmp_path / "u.csv", text).unchecked
    assert said.endswith('; taken for no value: "-" in b; "-" and "NA" in c.')


def test_valid_says_by_which_schema_it_is(tmp_path: Path) -> None:
    report = judged(tmp_path / "t.csv", SOUND)
    assert report.valid and report.judged_by
    assert report.verdict == (
        f"{tmp_path}/t.csv is valid by the schema found in the file itself: 1 table, 3 records."
    )
    assert report.unchecked == (
        f"Found in {tmp_path}/t.csv: id (integer), name (string), day (date); primary key id.",
    )
    written = report.written()["judged_by"]
    assert written["found"] and written["schema"] is None
    (resource,) = written["resources"]
    assert [each["type"] for each in resource["schema"]["fields"]] == ["integer", "string", "date"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["t.csv"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a,b\n1,2\n3\n4,5\n6,7,8\n", [("record.short", 2, 3, None), ("record.long", 4, 5, None)]),
        (
            "a,,a\n1,2,x\n3,4,y\n",
            [("header.blank", None, 1, None), ("header.duplicate", None, 1, None)],
        ),
        ('a,b\n1,"x" y\n2,z\n', [("record.stray_quote", 1, 2, "b")]),
        ("a,b\n1,2\n\n3,4\n", [("record.blank", 2, 3, None)]),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_place(
    tmp_path: Path, text: str, found: list[tuple[str, int, int, str]]
) -> None:
    report = judged(tmp_path / "t.csv", text)
    assert places(report) == found
    assert not report.valid


def test_a_damaged_byte_is_told(tmp_path: Path) -> None:
    lines = "".join(f"{n},é\n" for n in range(20)).encode()
    report = judged(tmp_path / "t.csv", b"n,word\n" + lines + b"20,\xff\n")
    assert places(report) == [("file.encoding", 21, 22, None)]


def test_a_few_values_that_are_unlike_all_others_are_told_one_by_one(tmp_path: Path) -> None:
    cells = [str(number) for number in range(2000)]
    cells[6], cells[1500], cells[7] = "seven", "n.k.", "NA"
    text = "id,n\n" + "".join(f"k{at},{cell}\n" for at, cell in enumerate(cells))
    report = judged(tmp_path / "t.csv", text)
    assert report.valid and report.counts == {"cell.unlike": 2}
    assert places(report) == [("cell.unlike", 7, 8, "n"), ("cell.unlike", 1501, 1502, "n")]
    first = report.findings[0]
    assert (first.value, first.severity) == ("seven", "warning")
    assert first.message == (
        "The value is not a whole number; 1,997 of the 1,999 values of its column are."
    )
    few = judged(tmp_path / "t.csv", text, limit=1)
    assert few.counts == {"cell.unlike": 2} and len(few.findings) == 1


def test_many_values_that_are_unlike_the_others_are_one_doubt(tmp_path: Path) -> None:
    cells = [f"{n}a" if n % 9 == 0 else str(n) for n in range(100)]
    report = judged(tmp_path / "t.csv", "house,x\n" + "".join(f"{c},b{c}\n" for c in cells))
    assert places(report) == [("schema.doubt", None, None, "house")]
    assert "but for 12 of 100 values" in report.findings[0].message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Report,,\nid,name,n\n1,a,2\n2,b,3\n", "above it stands"),
        ("place,n,m\na,1,2\nb,3,4\nTotal,4,6\n", "may be a sum"),
        ("1,2\n3,4\n5,6\n", "has no header"),
        ("id,at\n1,01/02/2026\n2,02/03/2026\n", "change places"),
        ("a;b\n1;Z\xfcrich\n2;x\n", "windows-1252"),
    ],
)
def test_what_is_doubtful_is_a_warning(tmp_path: Path, text: str, said: str) -> None:
    report = judged(tmp_path / "t.csv", text.encode("latin-1"))
    assert report.valid and {each.rule for each in report.findings} == {"schema.doubt"}
    assert any(said in each.message for each in report.findings)
    assert "1 warning" in report.verdict or "warnings" in report.verdict


def test_a_last_record_that_may_be_none_is_shown(tmp_path: Path) -> None:
    report = judged(tmp_path / "t.csv", "place,n,m\na,1,2\nb,3,4\nSource: us,,\n")
    assert places(report) == [("schema.doubt", 3, None, None)]
    assert report.row(report.findings[0]) is not None


def test_rules_are_chosen_and_ignored_as_of_a_package(tmp_path: Path) -> None:
    text = "a,b\n1,2\nsix,3\n4,5\n6\n7,8\n9,9\n10,1\n11,1\n"
    only = judged(tmp_path / "t.csv", text, rules=["cell"])
    assert only.counts == {"cell.unlike": 1}
    assert " file itself and by the rules that were asked: " in only.verdict
    ignored = judged(tmp_path / "t.csv", text, ignore={"record.short": "as it came"})
    assert ignored.valid and ignored.counts["record.short"] == 1
    with pytest.raises(ProjectError, match=r"did you mean 'cell\.unlike'"):
        judged(tmp_path / "t.csv", text, rules=["cell.unlik"])


def test_whatever_describe_reads_is_judged(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"a": [1, 2], "b": ["x", "y"]}), tmp_path / "t.parquet")
    (tmp_path / "g.csv.gz").write_bytes(gzip.compress(SOUND.encode()))
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("inner.csv", SOUND)
    (tmp_path / "j.json").write_text('[{"a": 1}, {"a": 2}]')
    (tmp_path / "l.jsonl").write_text('{"a": 1}\n{"a": 2}\n')
    (tmp_path / "o.json").write_text('{"resources": [{"a": 1}, {"a": 2}]}')
    (tmp_path / "t.tsv").write_text("a\tb\n1\t2\n")
    book = xlsx(tmp_path / "x.xlsx", row(1, "a") + row(2, 1), row(1, "b") + row(2, "x"))
    names = ("t.parquet", "g.csv.gz", "z.zip", "j.json", "l.jsonl", "o.json", "t.tsv")
    report = pressmark.validate([*(tmp_path / name for name in names), book])
    assert report.valid, report.findings
    assert [each.records for each in report.tables] == [2, 3, 3, 2, 2, 2, 1, 1, 1]
    assert report.verdict.startswith("8 files are valid by the schemas found in the files")


def test_a_file_that_cannot_be_read_is_wrong_and_the_others_are_judged(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(SOUND)
    (tmp_path / "g.csv.gz").write_bytes(gzip.compress(SOUND.encode())[:-9])
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 and nothing else")
    (tmp_path / "p.parquet").write_bytes(b"PAR1 and nothing else")
    names = ("g.csv.gz", "x.xlsx", "p.parquet", "t.csv")
    report = pressmark.validate([tmp_path / name for name in names])
    assert report.counts == {"file.format": 3} and not report.valid
    alone = pressmark.validate(tmp_path / "x.xlsx")
    assert alone.verdict == f"{tmp_path}/x.xlsx is not valid: 1 error in 0 tables, 0 records."
    assert [each.records for each in report.tables] == [3]
    assert not any("descriptor" in (each.hint or "") for each in report.findings)


def test_every_rendering_says_by_what_it_was_judged(tmp_path: Path) -> None:
    report = judged(tmp_path / "t.csv", "id,n\na,1\nb,2\nc,six\nd,4\ne,5\nf,6\n")
    for name, render in list_renderings():
        said = render(report)
        assert "cell.unlike" in said
        if name != "sarif":
            assert "found in the file itself" in said or '"found": true' in said


def test_a_table_of_lists_is_found_by_its_names(tmp_path: Path) -> None:
    report = judged(tmp_path / "t.json", json.dumps([["a  b", "c"], [1, 2], [3, 4]]))
    assert report.valid and report.tables[0].records == 2


def test_describe_gives_drafts(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(SOUND)
    (draft,) = pressmark.describe(tmp_path / "t.csv")
    assert draft.schema["primaryKey"] == ["id"]
    assert draft.fields[0].reason == "all 3 values read as a whole number"


WORST = (
    "a NUL byte",
    "a Parquet text of a terabyte",
    "a sheet of 17 billion cells",
    "a JSON line of 100,000 levels",
    "NaN in JSON",
)


@pytest.mark.parametrize("name", WORST)
def test_a_hostile_file_is_answered_without_its_descriptor(name: str, tmp_path: Path) -> None:
    next(each for each in EVERY if each.name == name).make(tmp_path, 9)
    (path,) = (each for each in tmp_path.iterdir() if each.name != "datapackage.json")
    try:
        report = pressmark.validate(path)
    except ProjectError as error:
        said = str(error)
    else:
        assert not report.valid
        said = " ".join(each.hint or "" for each in report.findings)
    assert "the descriptor" not in said and "dialect" not in said
