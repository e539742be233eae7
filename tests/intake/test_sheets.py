"""Spreadsheets and Parquet: typed cells become text, and are placed by record and header."""

import io
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from pressmark.errors import MachineError
from pressmark.intake import Limits
from pressmark.intake.typed import workbook
from pressmark.intake.typed.blank_rows import BlankRows
from pressmark.intake.typed.marked import SeenSheet
from pressmark.intake.typed.sheet import (
    choose_memory,
    count_to_last_filled,
    cut_rows,
    read_sheet,
    refuse_unless_done,
)
from pressmark.package import Dialect, Field
from tests.intake.xls import xls

from .test_json import places, read_typed

pytestmark = pytest.mark.command
"""Workbooks are read in a process of its own."""

CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = {"date": 1, "time": 2, "moment": 3}
YES, NO = True, False
TABLE = "urn:oasis:names:tc:opendocument:xmlns:"


def xlsx(path: Path, *sheets: str) -> Path:
    """Write a workbook of sheets A, B, …, each given as its rows in XML."""
    names = [chr(ord("A") + at) for at in range(len(sheets))]
    types = "".join(
        f'<Override PartName="/{name}.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.worksheet+xml"/>'
        for name in names
    )
    listed = "".join(
        f'<sheet name="{n}" sheetId="{i}" r:id="r{n}"/>' for i, n in enumerate(names, 1)
    )
    links = "".join(
        f'<Relationship Id="r{name}" Type="{OFFICE}/worksheet" Target="/{name}.xml"/>'
        for name in names
    )
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 21, 22))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{CONTENT}"><Override PartName="/xl/workbook.xml" '
        f'ContentType="{kind}"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATED}"><Relationship Id="r" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATED}">{links}<Relationship '
        f'Id="s" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs>{formats}</cellXfs></styleSheet>',
    }
    for name, rows in zip(names, sheets, strict=True):
        parts[f"{name}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def row(number: int, *cells: str | float | tuple[str, float] | None) -> str:
    """Write a row: texts, numbers, truth values, and numbers with the style of a date or time."""
    written = ""
    for at, cell in enumerate(cells):
        place = f'r="{chr(ord("A") + at)}{number}"'
        match cell:
            case None:
                continue
            case str():
                written += (
                    f'<c {place} t="inlineStr"><is><t xml:space="preserve">{cell}</t></is></c>'
                )
            case bool():
                written += f'<c {place} t="b"><v>{int(cell)}</v></c>'
            case (style, value):
                written += f'<c {place} s="{STYLES[style]}"><v>{value}</v></c>'
            case _:
                written += f"<c {place}><v>{cell}</v></c>"
    return f'<row r="{number}">{written}</row>'


def ods(path: Path, rows: str) -> Path:
    """Write an OpenDocument spreadsheet of one sheet, given as its rows in XML."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    rooms = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{room}="{TABLE}{room}:1.0"' for room in rooms)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", f'<manifest xmlns="{TABLE}manifest:1.0"/>')
        archive.writestr("content.xml", f"<office:document-content {spaces}><office:body>"
            f'<office:spreadsheet><table:table table:name="A">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>")  # fmt: skip
    return path


def fields_of(*types: str, **properties: Any) -> list[Field]:
    """Make fields a, b, … of these types."""
    return [
        Field.model_validate({"name": chr(ord("a") + at), "type": kind, **properties}, strict=False)
        for at, kind in enumerate(types)
    ]


def test_cells_of_a_workbook_become_text(tmp_path: Path) -> None:
    """Numbers without exponent, ISO dates, nothing for an empty cell."""
    path = xlsx(tmp_path / "t.xlsx", row(1, "a", "b", "c", "d", "e")
        + row(2, "x &amp; é", 3, YES, ("date", 44197), ("moment", 44197.5))
        + row(3, None, 1e20, NO, ("date", 44197), ("moment", 44197))
        + row(4, " ", -0.125, None, None, ("time", 0.25)))  # fmt: skip
    fields = fields_of("string", "number", "boolean", "date", "datetime")
    rows, found, file = read_typed(path, fields)
    assert rows == [
        (1, ["x & é", "3", "true", "2021-01-01", "2021-01-01T12:00:00"]),
        (2, ["", "100000000000000000000", "false", "2021-01-01", "2021-01-01T00:00:00"]),
        (3, [" ", "-0.125", "", "", "06:00:00"]),
    ]
    assert (found, file.records, file.bytes) == ([], 3, path.stat().st_size)
    other, _, _ = read_typed(path, fields_of("any", "any", "any", "date", "any", format="%d.%m.%Y"))
    assert [cells[3] for _, cells in other] == ["01.01.2021", "01.01.2021", ""]


def test_an_ods_table_is_read_alike(tmp_path: Path) -> None:
    """The library reads both."""
    cell = "<table:table-cell office:value-type"
    rows = f"""<table:table-row>{cell}="string"><text:p>a</text:p></table:table-cell>
        {cell}="string"><text:p>b</text:p></table:table-cell></table:table-row>
        <table:table-row>{cell}="float" office:value="1.50"/>
        {cell}="date" office:date-value="2021-01-02"/></table:table-row>
        <table:table-row>{cell}="time" office:time-value="PT30H00M01.5S"/></table:table-row>"""
    rows = "".join(line.strip() for line in rows.splitlines())
    read, found, _ = read_typed(ods(tmp_path / "t.ods", rows), fields_of("number", "date"))
    assert (read, found) == ([(1, ["1.5", "2021-01-02"]), (2, ["PT30H00M01.5S", ""])], [])
    far = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
    far += 'table:number-columns-repeated="16384" office:value-type="boolean"/></table:table-row>'
    _, found, _ = read_typed(ods(tmp_path / "far.ods", far))
    assert len(found) == 1


def error(place: str, written: str) -> str:
    """Write a cell of Excel whose formula failed."""
    return f'<c r="{place}" s="1" t="e"><f>1/0</f><v>{written}</v></c>'


def test_the_errors_of_a_spreadsheet_are_its_text(tmp_path: Path) -> None:
    """What shows as #DIV/0! is no empty cell."""
    rows = row(1, "a", "b") + row(2, "e", 1)
    rows += f'<row r="3">{error("A3", "#DIV/0!")}{error("B3", "#REF!")}</row>'
    read, found, _ = read_typed(xlsx(tmp_path / "t.xlsx", row(1, "x"), rows),
                                fields_of("any", "any"), dialect={"sheetNumber": 2})  # fmt: skip
    assert read == [(1, ["e", "1"]), (2, ["#DIV/0!", "#REF!"])]
    assert {each.rule for each in found} == {"sheet.error"}
    cell = "<table:table-cell table:formula"
    rows = f"""<table:table-row>{cell}="of:=1/0" office:value-type="string" office:string-value=""
        calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>
        {cell}="of:=A0" office:value-type="float" office:value="0"><text:p>Err:508</text:p>
        </table:table-cell><table:table-cell office:value-type="string"><text:p>#N/Another</text:p>
        </table:table-cell></table:table-row>"""
    read, found, _ = read_typed(
        ods(tmp_path / "t.ods", rows), fields_of(*["any"] * 3), dialect={"header": False}
    )
    assert read == [(1, ["#DIV/0!", "Err:508", "#N/Another"])]
    assert [(each.rule, each.field) for each in found] == [
        ("sheet.error", "a"), ("sheet.error", "b"),
    ]  # fmt: skip


def test_an_ods_table_may_be_indented(tmp_path: Path) -> None:
    """Blanks between tags mean nothing; those in a text are the text's."""
    rows = """
        <table:table-row>
            <table:table-cell office:value-type="string">
                <text:p>a</text:p>
            </table:table-cell>
            <table:table-cell office:value-type="string"><text:p>b</text:p></table:table-cell>
        </table:table-row>
        <table:table-row>
            <table:table-cell office:value-type="string"><text:p>x  y</text:p></table:table-cell>
            <table:table-cell office:value-type="float" office:value="2"/>
        </table:table-row>
    """
    read, found, _ = read_typed(ods(tmp_path / "t.ods", rows), fields_of("string", "integer"))
    assert (read, found) == ([(1, ["x  y", "2"])], [])


def test_a_workbook_of_the_old_kind_is_read_alike(tmp_path: Path) -> None:
    """The library reads .xls too."""
    path = xls(tmp_path / "t.xls", ("a", "b", "c"), ("é", 1.5, YES), (None, 2, "x"))
    read, found, file = read_typed(path, fields_of("string", "number", "any"))
    assert read == [(1, ["é", "1.5", "true"]), (2, ["", "2", "x"])]
    assert [each.rule for each in found] == ["sheet.unseen"]
    assert file.bytes == path.stat().st_size


def test_the_dialect_chooses_sheet_header_and_comments(tmp_path: Path) -> None:
    """By number or name; rows are counted from the top of the sheet."""
    second = (row(2, "made by hand") + row(3, "fruit") + row(4, "id", "name") + row(5, "#1", "x")
              + row(6, 1, "apple") + row(7, "sum", 1) + row(8, 2, "orange"))  # fmt: skip
    path = xlsx(tmp_path / "t.xlsx", row(1, "a"), second)
    fields = [Field(name="fruit id"), Field(name="fruit name")]
    for chosen in ({"sheetNumber": 2}, {"sheetName": "B"}):
        dialect = {**chosen, "headerRows": [3, 4], "commentChar": "#", "commentRows": [6]}
        rows, found, _ = read_typed(path, fields, dialect=dialect)
        assert (rows, found) == ([(1, ["1", "apple"]), (2, ["2", "orange"])], [])
    rows, found, _ = read_typed(path, "x", dialect={"header": False})
    assert (rows, found) == ([(1, ["a"])], [])
    for absent in ({"sheetNumber": 3}, {"sheetName": "C"}):
        _, found, _ = read_typed(path, dialect=absent)
        assert [each.rule for each in found] == ["file.dialect"]


def test_rows_of_a_sheet_are_no_wider_than_what_is_in_them(tmp_path: Path) -> None:
    """Empty cells at the end are none; blank rows are, save those at the end."""
    path = xlsx(tmp_path / "t.xlsx", row(1) + row(2, "a", "b", None, "") + row(3, 1) + row(4)
        + row(5, 2, 3, None, 4) + row(6, None, 5, "") + row(7, ""))  # fmt: skip
    rows, found, file = read_typed(path)
    assert rows == [(1, ["1", ""]), (4, ["", "5"])]
    assert places(found) == [("record.blank", 2, None), ("record.long", 3, None)]
    assert file.records == 4
    assert count_to_last_filled([None, 0, "", None]) == 3


def test_a_sheet_without_header_is_empty(tmp_path: Path) -> None:
    """As a file without text is."""
    _, found, _ = read_typed(xlsx(tmp_path / "t.xlsx", ""))
    assert [each.rule for each in found] == ["file.format"]


def test_a_workbook_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    """Damaged, or so wide and long that reading it takes too much memory."""
    damaged = tmp_path / "t.xlsx"
    for written in (b"", b"PK", b"a,b\n1,2\n"):
        damaged.write_bytes(written)
        _, found, _ = read_typed(damaged)
        assert [each.rule for each in found] == ["file.format"]
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    rows, found, _ = read_typed(xlsx(tmp_path / "far.xlsx", row(1, "a", "b") + far))
    assert rows == []
    assert [each.rule for each in found] == ["file.too_large"]
    assert '"sheetBytes"' in (found[0].hint or "")
    bomb = xlsx(tmp_path / "bomb.xlsx", row(1, "a", "b") + " " * 1_000_000)
    _, found, _ = read_typed(bomb, limits=Limits(free_bytes=1000))
    assert [each.rule for each in found] == ["file.compressed_bomb"]


def test_the_reader_of_workbooks_says_how_it_ended() -> None:
    """A library that is missing is the machine's fault; a password is not."""
    from pressmark.intake.refusal import Refusal
    from pressmark.package import Dialect

    with pytest.raises(MachineError, match="install python-calamine"):
        refuse_unless_done("library", "t", Dialect(), 1)
    with pytest.raises(Refusal, match="password"):
        refuse_unless_done("password", "t", Dialect(), 1)


def test_a_large_workbook_may_take_more_memory(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "t.xlsx", row(1, "a"))
    size = path.stat().st_size
    assert choose_memory(path, Limits(sheet_bytes=1)) == 64 * size
    assert choose_memory(path, Limits(sheet_bytes=1000 * size)) == 1000 * size


def test_the_reader_of_workbooks_is_a_program_of_its_own(tmp_path: Path) -> None:
    """Its cells are JSON, its last line the outcome."""
    path = xlsx(tmp_path / "t.xlsx", row(1, "a", 1.5))
    command = [sys.executable, "-I", workbook.__file__, str(path), "1", "", str(2**31)]
    answer = subprocess.run(command, capture_output=True, check=True, text=True)
    assert answer.stdout == '["a", 1.5]\n"done"\n'
    outcomes = [("t.xlsx", 1, "", "done"), ("t.xlsx", 2, "", "sheet"), ("t.xlsx", 1, "B", "sheet"),
                ("gone.xlsx", 1, "", "damaged")]  # fmt: skip
    for name, number, named, outcome in outcomes:
        assert workbook.write(str(tmp_path / name), number, named, io.StringIO()) == outcome
    assert workbook.write_cell(timedelta(seconds=1)) == ["timedelta", 1_000_000]
    assert workbook.write_cell(time(1, 2)) == ["time", "01:02:00"]
    assert (workbook.write_cell(""), workbook.write_cell(0), workbook.write_cell(NO)) == (
        None,
        0,
        False,
    )


MOMENT = datetime(2021, 1, 2, 3, 4, 5, 600_000)  # noqa: DTZ001 - a moment without zone


@pytest.mark.parametrize(
    ("column", "field", "texts"),
    [
        (pa.array(["x", None, ""]), "string", ["x", "", ""]),
        (pa.array(["x", "y"]).dictionary_encode(), "string", ["x", "y"]),
        (pa.array([1, None, -(2**63)]), "integer", ["1", "", "-9223372036854775808"]),
        (pa.array([1.0, 1e20, 0.1, float("nan"), float("-inf")]), "number",
         ["1", "100000000000000000000", "0.1", "NaN", "-INF"]),
        (pa.array([0.1, 16777216.0], pa.float32()), "number", ["0.1", "16777216"]),
        (pa.array([0.5, None], pa.float32()).cast(pa.float16()), "number", ["0.5", ""]),
        (pa.array([Decimal("1.50"), Decimal("-0.00")]), "number", ["1.5", "0"]),
        (pa.array([True, False]), "boolean", ["true", "false"]),
        (pa.array([date(2021, 1, 2)]), "date", ["2021-01-02"]),
        (pa.array([date(2021, 1, 2)]), "datetime", ["2021-01-02T00:00:00"]),
        (pa.array([datetime(2021, 1, 2)]), "date", ["2021-01-02"]),  # noqa: DTZ001 - likewise
        (pa.array([MOMENT]), "datetime", ["2021-01-02T03:04:05.6"]),
        (pa.array([MOMENT], pa.timestamp("ns")), "datetime", ["2021-01-02T03:04:05.6"]),
        (pa.array([MOMENT.replace(microsecond=0)]), "datetime", ["2021-01-02T03:04:05"]),
        (pa.array([MOMENT.replace(tzinfo=UTC)], pa.timestamp("us", "Asia/Tokyo")), "datetime",
         ["2021-01-02T03:04:05.6Z"]),
        (pa.array([MOMENT], pa.timestamp("ns")), "date", ["2021-01-02T03:04:05.6"]),
        (pa.array([time(1, 2, 3, 400_000)]), "time", ["01:02:03.4"]),
        (pa.array([timedelta(days=1, seconds=1.5), timedelta(0), timedelta(days=-2)]), "duration",
         ["P1DT1.5S", "PT0S", "-P2D"]),
        (pa.array([{"x": [1, None]}]), "object", ['{"x":[1,null]}']),
        (pa.array([[MOMENT.date()]]), "array", ['["2021-01-02"]']),
        (pa.nulls(2), "string", ["", ""]),
    ],
)  # fmt: skip
def test_columns_of_parquet_become_text(
    tmp_path: Path, column: pa.Array, field: str, texts: list[str]
) -> None:
    """Of every type, exactly."""
    parquet.write_table(pa.table({"a": column}), tmp_path / "t.parquet")
    rows, found, _ = read_typed(tmp_path / "t.parquet", fields_of(field))
    assert found == []
    assert rows == [(number, [text]) for number, text in enumerate(texts, 1)]


def test_a_parquet_table_is_read_by_name(tmp_path: Path) -> None:
    """In blocks, with its header compared."""
    table = pa.table({"b": range(40_000), "x": ["y"] * 40_000})
    parquet.write_table(table, tmp_path / "t.parquet", row_group_size=30_000)
    rows, found, file = read_typed(tmp_path / "t.parquet")
    assert rows == [(n + 1, [None, str(n)]) for n in range(40_000)]
    assert places(found) == [("header.missing", None, "a"), ("header.extra", None, None)]
    assert (file.records, file.missing) == (40_000, ("a",))
    _, found, _ = read_typed(tmp_path / "t.parquet", limits=Limits(columns=1))
    assert [each.rule for each in found] == ["file.too_large"]


def test_a_parquet_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    """Damaged, or of far more cells than bytes."""
    path = tmp_path / "t.parquet"
    for written in (b"", b"PAR1", b"PAR1" + b"\xff" * 40 + b"PAR1"):
        path.write_bytes(written)
        _, found, _ = read_typed(path)
        assert [each.rule for each in found] == ["file.format"]
    parquet.write_table(pa.table({"a": ["x" * 100] * 1_000_000, "b": [1] * 1_000_000}), path)
    rows, found, _ = read_typed(path, limits=Limits(free_bytes=1_000_000))
    assert 0 < len(rows) < 1_000_000
    assert [each.rule for each in found] == ["file.compressed_bomb"]


def test_a_stray_cell_at_the_end_of_a_sheet_is_not_read_row_by_row(tmp_path: Path) -> None:
    """Blank rows between come as their number: a million took as long as a million records."""
    far = '<row r="300000"><c r="A300000"><v>2</v></c></row>'
    rows = row(1, "a", "b") + row(2, 1, 2) + far
    read, found, file = read_typed(xlsx(tmp_path / "t.xlsx", rows), fields_of("any", "any"))
    assert [number for number, _ in read] == [1, 299_999] and file.records == 299_999
    assert {each.rule for each in found} == {"record.blank"} and len(found) == 100
    blank: list[list[Any]] = [["", ""], ["", ""], ["", 1], ["", ""]]
    assert list(workbook.count_blank_rows(iter(blank))) == [2, [None, 1], 1]


def test_blank_rows_stay_one_thing_until_they_are_counted(tmp_path: Path) -> None:
    """Also where their columns are one, and where comments and headers are told by their rows."""
    far = '<row r="300000"><c r="A300000"><v>2</v></c></row>'
    path = xlsx(tmp_path / "t.xlsx", row(1, "a", "b") + row(2, 1, 2) + far)
    rows = list(read_sheet(path, "t.xlsx", Dialect(), Limits(), SeenSheet()))
    assert rows == [["a", "b"], ["1.0", "2.0"], BlankRows(299_997), ["2.0", None]]
    assert list(cut_rows(iter(rows), Dialect(), 2, SeenSheet())) == rows
    below = Dialect(header_rows=(299_999,))
    blank: list[list[Any] | BlankRows] = [
        BlankRows(299_998), ["a"], BlankRows(1), ["x"], BlankRows(7),
    ]  # fmt: skip
    assert list(cut_rows(iter(blank), below, 1, SeenSheet())) == [["a"], BlankRows(1), ["x"]]
    one, found, file = read_typed(xlsx(tmp_path / "u.xlsx", row(1, "a") + far), fields_of("any"))
    assert [number for number, _ in one] == [299_999] and file.records == 299_999
    assert {each.rule for each in found} == {"record.short"} and len(found) == 100
