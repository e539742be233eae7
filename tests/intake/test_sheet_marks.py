"""What a sheet shows and does not hold is said by sheet and cell; nothing is lost in silence."""

import json
import zipfile
from pathlib import Path

import pytest

from pressmark.intake.typed import found_marks, marked
from pressmark.intake.typed.found_marks import read_letters, render_letters
from pressmark.report.finding import Finding
from tests.intake.xls import xls
from tests.packages import field, fields, report_of, write_package

from .test_json import read_typed
from .test_sheets import YES, fields_of, ods, row, xlsx

pytestmark = pytest.mark.command
"""Workbooks are read in a process of its own."""

STYLE = '<xf numFmtId="0"/>'
FORMATS = '<xf numFmtId="9"/><xf numFmtId="170"/><xf numFmtId="171"/>'
NUMBERS = '<numFmts><numFmt numFmtId="170" formatCode="00000"/>'
NUMBERS += '<numFmt numFmtId="171" formatCode="0&quot;%&quot;"/></numFmts>'


def changed(path: Path, **replaced: tuple[str, str]) -> Path:
    """Replace a text in the parts of a workbook, each named by the end of its name."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            for end, (old, new) in replaced.items():
                if name.endswith(f"{end}.xml"):
                    assert old in text
                    text = text.replace(old, new)  # noqa: PLW2901 - it is the part as it becomes
            archive.writestr(name, text)
    return path


def said(found: list[Finding]) -> list[tuple[str, str | None, str | None]]:
    """Give rule, field and value of findings; each names a place in its sheet."""
    return [(each.rule, each.field, each.value) for each in found if "sheet." in each.rule]


def test_what_a_sheet_of_excel_shows_and_does_not_hold_is_found_by_cell(tmp_path: Path) -> None:
    rows = (
        row(1, "Title")
        + row(2, "a", "b", "c")
        + row(3, "North", 1, 0.12)
        + '<row r="4" hidden="1"><c r="B4"><f>B3+1</f></c><c r="C4" s="4"><v>0.5</v></c></row>'
        + '<row r="5"><c r="A5" t="e"><f>1/0</f><v>#REF!</v></c><c r="B5" s="5"><v>42</v></c>'
        + '<c r="C5" s="4"><v>1</v></c></row>'
        + '<row r="6"><c t="str"><f>""</f><v></v></c><c s="6"><v>7</v></c>'
        + "<c><f>1</f><v>1</v></c></row>"
    )
    path = changed(
        xlsx(tmp_path / "t.xlsx", rows),
        A=("</sheetData>", ('</sheetData><mergeCells><mergeCell ref="A1:C1"/>'
           '<mergeCell ref="A3:A4"/></mergeCells>')),
        styles=("</cellXfs>", f"{FORMATS}</cellXfs>"),
    )  # fmt: skip
    changed(path, styles=("<cellXfs>", f"{NUMBERS}<cellXfs>"))
    changed(path, A=("<sheetData>", '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'))
    changed(path, workbook=('name="A"', 'name="My data" state="hidden"'))
    read, found, _ = read_typed(
        path, fields_of("string", "integer", "number"), dialect={"headerRows": [2]}
    )
    assert read[0] == (1, ["North", "1", "0.12"])
    assert said(found) == [
        ("sheet.hidden", None, None),
        ("sheet.hidden", "b", None),
        ("sheet.hidden", None, None),
        ("sheet.formula", "b", "=B3+1"),
        ("sheet.shown", "c", "0.5"),
        ("sheet.error", "a", "#REF!"),
        ("sheet.shown", "b", "42"),
        ("sheet.merged", "a", "North"),
    ]
    places = ("'My data'", "'My data'!B", "'My data'!4", "'My data'!B4", "'My data'!C4",
              "'My data'!A5", "'My data'!B5", "'My data'!A3:A4")  # fmt: skip
    assert all(place in each.message for place, each in zip(places, found, strict=True))
    assert [each.rule for each in found if each.severity == "error"] == [
        "sheet.formula", "sheet.error",
    ]  # fmt: skip


def test_what_is_merged_above_the_first_record_is_of_none(tmp_path: Path) -> None:
    """Also where the header is passed over, because its names are not those of the fields."""
    rows = row(1, "A title") + row(2, "Where", "how many") + row(3, "North", 1) + row(4, None, 2)
    path = changed(
        xlsx(tmp_path / "t.xlsx", rows),
        A=("</sheetData>", ('</sheetData><mergeCells><mergeCell ref="A1:B1"/>'
           '<mergeCell ref="A3:A4"/></mergeCells>')),
    )  # fmt: skip
    dialect = {"header": False, "commentRows": [1, 2]}
    _, found, _ = read_typed(path, fields_of("string", "integer"), dialect=dialect)
    assert said(found) == [("sheet.merged", "a", "North")]


def test_what_a_sheet_of_open_document_shows_and_does_not_hold_is_found(tmp_path: Path) -> None:
    cell, text = "<table:table-cell", "<text:p>{}</text:p></table:table-cell>"
    name = f'{cell} office:value-type="string">{text}'
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        f"<table:table-row>{name.format('a')}{name.format('b')}</table:table-row>"
        f'<table:table-row>{cell} table:number-rows-spanned="2" office:value-type="string">'
        f'{text.format("North")}{cell} office:value-type="percentage" office:value="0.1"/>'
        "</table:table-row>"
        '<table:table-row table:visibility="collapse"><table:covered-table-cell/>'
        f'{cell} table:formula="of:=[.B2]+1"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/>'
        f'{cell} office:value-type="float" office:value="3"/></table:table-row>'
        f'<table:table-row>{cell} table:formula="of:=1/0" office:value-type="string">'
        f"{text.format('#DIV/0!')}</table:table-row>"
    )
    path = changed(
        ods(tmp_path / "t.ods", rows),
        content=("<office:body>", ('<office:automatic-styles><style:style style:name="ta1">'
                 '<style:table-properties table:display="false"/></style:style>'
                 "</office:automatic-styles><office:body>")),
    )  # fmt: skip
    changed(
        path, content=("<office:document-content ", '<office:document-content xmlns:style="s" ')
    )
    changed(path, content=('table:name="A"', 'table:name="A" table:style-name="ta1"'))
    _, found, file = read_typed(path, fields_of("string", "number"))
    assert said(found) == [
        ("sheet.hidden", None, None),
        ("sheet.hidden", "b", None),
        ("sheet.merged", "a", "North"),
        ("sheet.shown", "b", "0.1"),
        ("sheet.hidden", None, None),
        ("sheet.formula", "b", "=[.B2]+1"),
        ("sheet.error", "a", "#DIV/0!"),
    ]
    assert "A!B3 " in found[-2].message and "A!A6 " in found[-1].message
    assert file.records == 5


@pytest.mark.parametrize(
    ("cell", "type_", "found"),
    [
        ('<c t="e"><v>#N/A</v></c>', "string", {"sheet.error": 1}),
        ('<c t="inlineStr"><is><t>#N/A</t></is></c>', "string", {"cell.sheet_error": 1}),
        ('<c t="e"><v>#N/A</v></c><c t="e"><v>#REF!</v></c>', "string", {"sheet.error": 2}),
        ('<c t="e"><v>#N/A</v></c>', "list", {"sheet.error": 1}),
        ('<c t="e"><v>#N/A</v></c>', "integer", {"cell.type": 1}),
        ('<c t="inlineStr"><is><t>#N/A</t></is></c>', "integer", {"cell.type": 1}),
        ('<c t="e"><v>#N/A</v></c><c t="e"><v>#REF!</v></c>', "date",
         {"sheet.error": 1, "cell.type": 1}),
    ],
)  # fmt: skip
def test_an_error_in_a_cell_is_told_once(
    cell: str, type_: str, found: dict[str, int], tmp_path: Path
) -> None:
    package = write_package(tmp_path, {"t": (fields(field("a", type_), field("b")), "")})
    package.write_text(package.read_text("utf-8").replace("t.csv", "t.xlsx"), "utf-8")
    xlsx(tmp_path / "t.xlsx", row(1, "a", "b") + row(2, None, "y") + f'<row r="3">{cell}</row>')
    assert report_of(package).counts == found


def test_an_error_that_is_a_missing_value_is_none(tmp_path: Path) -> None:
    rows = row(1, "a", "b") + '<row r="2"><c t="e"><v>#N/A</v></c><c><v>1</v></c></row>'
    path = xlsx(tmp_path / "t.xlsx", rows)
    fields = fields_of("string", "integer", missingValues=["#N/A"])
    assert read_typed(path, fields)[1] == []


def test_a_second_table_beside_the_first_is_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "t.xlsx", row(1, "a", "b", None, "x") + row(2, 1, 2, None, 3))
    _, found, _ = read_typed(path, fields_of("any", "any"))
    beside = next(each for each in found if each.rule == "sheet.beside")
    assert "A!D1" in beside.message and beside.value == "x"


def test_a_value_under_a_merged_cell_is_not_read_unseen(tmp_path: Path) -> None:
    path = changed(
        xlsx(tmp_path / "t.xlsx", row(1, "a", "b") + row(2, "x", 1) + row(3, "y", 2)),
        A=("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells>'),
    )
    _, found, _ = read_typed(path, fields_of("string", "any"))
    (told,) = found
    assert told.message.endswith("is read for A2 alone, the others with values that nobody sees.")


def test_many_of_a_kind_are_counted(tmp_path: Path) -> None:
    cells = "".join(f'<row r="{at}"><c r="A{at}"><f>1</f></c></row>' for at in range(2, 1_503))
    _, found, _ = read_typed(xlsx(tmp_path / "t.xlsx", row(1, "a") + cells), fields_of("any"))
    assert {each.rule for each in found} == {"sheet.formula"}


@pytest.mark.parametrize("kind", ["xls", "odd"])
def test_a_workbook_that_cannot_be_looked_through_says_so(kind: str, tmp_path: Path) -> None:
    path = xls(tmp_path / "t.xls", ("a",), (YES,))
    if kind == "odd":
        rows = row(1, "a") + row(2, 1)
        path = changed(xlsx(tmp_path / "t.xlsx", rows), A=("</sheetData>", "</sheetData><odd"))
    marks = marked.find_marks(path, read_typed(path, fields_of("any"))[2].table.resource.dialect,
                            2**28, 5)  # fmt: skip
    assert marks[-1] == marked.SheetMark("unseen", "", "")
    if kind == "xls":
        assert [each.rule for each in read_typed(path, fields_of("any"))[1]] == ["sheet.unseen"]


def test_places_are_those_of_a_sheet() -> None:
    assert [render_letters(each) for each in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(read_letters(render_letters(each)) == each for each in (1, 26, 27, 16_384))
    assert marked.read_range("B2:AA10") == (2, 2, 27, 10)
    assert marked.read_range("B2") is None


def described(path: Path, schema: dict[str, object]) -> Path:
    """Describe a workbook as a package beside it."""
    package = path.with_name("datapackage.json")
    table = {"name": "t", "path": path.name, "schema": schema}
    package.write_text(json.dumps({"name": "sheets", "resources": [table]}), "utf-8")
    return package


def test_errors_beyond_those_that_are_listed_are_counted_field_by_field(tmp_path: Path) -> None:
    """In a field of numbers the record tells of them, and one that stands for nothing is none."""

    def error(column: str, number: int, text: str) -> str:
        return f'<c r="{column}{number}" t="e"><v>{text}</v></c>'

    rows = row(1, "a", "b", "c") + "".join(
        f'<row r="{number}">' + error("A", number, "#REF!") + error("B", number, "#REF!")
        + error("C", number, "#N/A" if number % 2 else "#REF!") + "</row>"
        for number in range(2, 602)
    )  # fmt: skip
    path = xlsx(tmp_path / "t.xlsx", rows)
    missing = fields(field("a"), field("b", "integer"),
                     field("c", missingValues=["#N/A"]))  # fmt: skip
    report = report_of(described(path, missing), limit=2_000)
    assert report.counts == {"sheet.error": 900, "cell.type": 600}
    fewer = report_of(described(path, fields(field("a", "integer"), field("b", "integer"),
                                             field("c", "integer"))))  # fmt: skip
    assert fewer.counts == {"cell.type": 1_800}


@pytest.mark.parametrize("kinds", [1, 3])
def test_what_is_not_listed_is_told_by_column_and_text(
    kinds: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """However many texts there are, no more are kept than are listed."""
    monkeypatch.setattr(found_marks, "MOST", 2)
    found = found_marks.FoundMarks()
    for number in range(6):
        found.add("error", f"AB{number}", f"#{number % kinds}")
        found.add("formula", f"C{number}", f"={number}")
    found.add("merged", "A1:B2")
    found.end()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    rest = [line for line in lines if len(line) == 4]
    assert len(lines) - len(rest) == 5
    told = {tuple(line[:3]): line[3] for line in rest}
    several = {("error", "AB", "#2"): 2, ("formula", "C", ""): 4, ("error", "", ""): 2}
    one = {("error", "AB", "#0"): 4, ("formula", "C", ""): 4}
    assert told == (one if kinds == 1 else several)
