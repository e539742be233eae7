"""The codebook of a release: what every field means, for programs and people, and how to load it.

The lines for pandas, R and DuckDB are run, where the program is there; those for polars with the
Python that POLARS_PYTHON names, or this one, where it has polars.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from markdown_it import MarkdownIt

from pressmark.formats.codebook import COLUMNS, render_share
from pressmark.formats.loading import Loading
from pressmark.formats.programs import PROGRAMS, render_literal
from pressmark.formats.stata import render_stata as write_stata
from pressmark.releases.build import build
from pressmark.words import escape_markdown
from tests.docs import DOCS
from tests.packages import field, fields, read, write_package
from tests.walk import blocks

ODD = 'we"ird \\n`name` ```|\u202e$'
"""A name that ends strings, cells and fences, and hides what follows."""
HOSTILE = "# <script>alert(1)</script>\n\n- [x](http://example.org) | a | ![](x) | **b** &amp; `c`"
DIGITS = [f"{number // 10**14}.{number % 10**14:014}"
          for number in (123_456_789_012_347 * each % 10**15 for each in range(1, 12))]  # fmt: skip
"""Numbers of 15 digits, of which few are a double exactly."""
THINGS = fields(
    field("code", title="Code", description="Two digits.", constraints={"pattern": "[0-9A-Z]{2}"}),
    field("whole", "integer", unit="kg", constraints={"minimum": 0, "unique": True}),
    {**field(ODD, "number", title=HOSTILE, description=HOSTILE), "pressmark:allow": ["bidi"]},
    field("sure", "boolean", trueValues=["yes"], falseValues=["no"]),
    field("day", "date"),
    field("moment", "datetime"),
    field("clock", "time"),
    field("exact", "number", unit={"name": "metre"}),
    field("kind", categories=[{"value": "a", "label": HOSTILE}, {"value": "b"}]),
    field("above"),
    primaryKey="code",
    uniqueKeys=[["day", "code"]],
    foreignKeys=[{"fields": "above", "reference": {"resource": "", "fields": "code"}}],
)
THINGS_TEXT = (
    'code,whole,"we""ird \\n`name` ```|\u202e$",sure,day,moment,clock,exact,kind,above\n'
    "06,9223372036854775807,0.1,yes,1066-01-02,1500-01-01T10:00:00.123456,10:00:00,"
    '12345678901234567890.5,a,\n'
    "NA,,,,,,,,,06\n"
    'ZZ,0,-2,no,9999-12-31,2020-02-29T00:00:00,23:59:59.5,1,b,"06"\n'
)  # fmt: skip
TABLES: dict[str, tuple[dict[str, Any], str]] = {
    "things": (THINGS, THINGS_TEXT),
    "one": (fields(field("a")), 'a\n"x\ny"\n""\n'),
    "some-more.of_it": (
        fields(field("text"), field("number", "integer"), missingValues=["it's \"NA\" \\`$x'"]),
        'text,number\n,1\n"it\'s ""NA"" \\`$x\'","it\'s ""NA"" \\`$x\'"\nNA,2\n',
    ),
    "empty": (fields(field("a", "integer"), field("b", "date")), "a,b\n"),
    "blanks": (fields(field(" a "), field("b ", "integer"), field("\tc")), " a ,b ,\tc\nx,1,y\n"),
    "digits": (fields(field("a", "number")), "a\n" + "".join(f"{each}\n" for each in DIGITS)),
}
LOADED: dict[str, list[list[Any]]] = {
    "things": [
        ["06", 2**63 - 1, 0.1, True, "1066-01-02", "1500-01-01T10:00:00.123456", "10:00:00",
         "12345678901234567890.5", "a", None],
        ["NA", None, None, None, None, None, None, None, None, "06"],
        ["ZZ", 0, -2.0, False, "9999-12-31", "2020-02-29T00:00:00", "23:59:59.5", "1", "b", "06"],
    ],
    "one": [["x\ny"], [None]],
    "some-more.of_it": [["", 1], ["NA", 2], [None, None]],
    "empty": [],
    "blanks": [["x", 1, "y"]],
    "digits": [[float(each)] for each in sorted(DIGITS, key=float)],
}  # fmt: skip
"""What stands in each table, records without a key in any order."""
FENCED = re.compile(r"^### ([^\n]+)\n\n[^\n]+\n\n(`{3,})\w+\n(.*?)^\2$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files of a release of these tables."""
    folder = tmp_path_factory.mktemp("codebook")
    source = write_package(folder, TABLES, title=HOSTILE)
    assert build(read(source), folder / "built").valid
    return folder / "built"


@pytest.fixture(scope="module")
def page(built: Path) -> str:
    """Read the codebook for people."""
    return (built / "codebook.md").read_text("utf-8")


@pytest.fixture(scope="module")
def lines(page: str) -> dict[str, str]:
    """Copy the lines for each program from the codebook."""
    return {name: text for name, _, text in FENCED.findall(page)}


@pytest.fixture(scope="module")
def rows(built: Path) -> list[dict[str, str]]:
    """Read the codebook for programs."""
    with (built / "codebook.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# For programs


def of(rows: list[dict[str, str]], table: str, name: str, kind: str = "field") -> dict[str, str]:
    """Give what one line says, without what it leaves empty."""
    (line,) = (row for row in rows if (row["kind"], row["table"], row["field"]) ==
               (kind, table, name))  # fmt: skip
    return {name: value for name, value in line.items() if value}


def test_each_field_has_one_line(rows: list[dict[str, str]]) -> None:
    named = [(row["table"], row["field"]) for row in rows if row["kind"] == "field"]
    assert named == [
        (name, each["name"]) for name, (schema, _) in TABLES.items() for each in schema["fields"]
    ]
    assert tuple(rows[0]) == COLUMNS


def test_a_line_says_all_of_a_field(rows: list[dict[str, str]]) -> None:
    assert of(rows, "things", "code") == {
        "kind": "field", "table": "things", "field": "code", "title": "Code",
        "description": "Two digits.", "type": "string", "format": "default", "stored_as": "text",
        "primary_key": "1", "required": "true", "unique": "false", "pattern": "[0-9A-Z]{2}",
        "records": "3", "missing": "0", "share_missing": "0",
    }  # fmt: skip
    whole = of(rows, "things", "whole")
    assert (whole["unit"], whole["minimum"], whole["unique"]) == ("kg", "0", "true")
    assert (whole["missing"], whole["share_missing"]) == ("1", "0.333333")
    assert json.loads(of(rows, "things", "exact")["unit"]) == {"name": "metre"}
    odd = of(rows, "things", ODD)
    assert (odd["title"], odd["description"]) == (HOSTILE, HOSTILE)
    assert of(rows, "some-more.of_it", "text")["missing_value"] == "it's \"NA\" \\`$x'"
    assert "share_missing" not in of(rows, "empty", "a")


def test_what_a_field_has_several_of_has_lines_of_its_own(rows: list[dict[str, str]]) -> None:
    values = [(row["value"], row["label"]) for row in rows if row["kind"] == "value"]
    assert values == [("a", HOSTILE), ("b", "")]
    place = {"table": "things", "key": "1"}
    for name in ("day", "code"):
        line = {"kind": "unique key", "field": name, **place}
        assert of(rows, "things", name, "unique key") == line
    assert of(rows, "things", "above", "foreign key") == {
        "kind": "foreign key", "field": "above", **place, "to_table": "things", "to_field": "code",
    }  # fmt: skip


def test_it_is_canonical_and_in_the_manifest(built: Path) -> None:
    raw = (built / "codebook.csv").read_bytes()
    assert raw.startswith(",".join(COLUMNS).encode() + b"\n")
    assert b"\r" not in raw
    listed = (built / "manifest-sha256.txt").read_text("utf-8")
    assert "  codebook.csv\n" in listed
    assert "  codebook.md\n" in listed


def test_the_codebook_of_a_release_is_that_of_its_package(built: Path, tmp_path: Path) -> None:
    assert build(read(built / "datapackage.json"), tmp_path / "again").valid
    for name in ("codebook.csv", "codebook.md", "manifest-sha256.txt"):
        assert (tmp_path / "again" / name).read_bytes() == (built / name).read_bytes()


def test_a_release_of_the_first_format_has_none(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "first"
    shutil.copytree(built, copy)
    path = copy / "datapackage.json"
    document = json.loads(path.read_text("utf-8"))
    del document["pressmark:format"]
    path.write_text(json.dumps(document), "utf-8")
    assert build(read(path), tmp_path / "again").valid
    assert not list((tmp_path / "again").glob("codebook.*"))


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 0, ""), (0, 3, "0"), (3, 3, "1"), (1, 3, "0.333333"), (2, 3, "0.666667"), (1, 4, "0.25"),
     (1, 10**9, "0"), (1, 2 * 10**6, "0.000001")],
)  # fmt: skip
def test_a_share_is_rounded_half_up(part: int, whole: int, text: str) -> None:
    assert render_share(part, whole) == text


# For people


def test_no_text_becomes_markup(page: str) -> None:
    html = MarkdownIt("commonmark").enable("table").enable("strikethrough").render(page)
    tags = set(re.findall(r"<(/?\w+)", html))
    known = {"h1", "h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li",
             "code", "pre", "a"}  # fmt: skip
    assert {tag.removeprefix("/") for tag in tags} == known
    assert re.findall(r'<a href="([^"]*)', html) == ["#load-the-tables"]
    assert html.count("<h1>") == 1
    assert html.count("<h2>") == len(TABLES) + 1
    assert html.count("<h3>") == len(PROGRAMS)
    columns = sum(len(schema["fields"]) for schema, _ in TABLES.values())
    assert html.count("<td>") == 4 * columns
    plain = " ".join(HOSTILE.split())
    shown = re.sub(r"<[^>]+>", "", html).replace("&lt;", "<").replace("&gt;", ">")
    assert shown.replace("&quot;", '"').replace("&amp;", "&").count(plain) == 4


@pytest.mark.parametrize(
    ("text", "written"),
    [("1. x", r"1\. x"), ("2020) x", r"2020\) x"), ("1.0.0", "1.0.0"), ("- x", r"\- x"),
     ("a\n\n---", "a ---"), ("===", r"\==="), ("https://a.org", r"https\://a.org"),
     ("WWW.a.org", r"WWW\.a.org"), (":tada: a: b", r"\:tada: a: b"), ("a\u202eb", r"a\\u202eb")],
)  # fmt: skip
def test_a_text_in_markdown_is_a_text(text: str, written: str) -> None:
    assert escape_markdown(text) == written


def test_it_says_what_a_table_holds(page: str) -> None:
    assert "3 records, 10 columns. A missing value is written as an empty cell." in page
    assert "A record is named by `code`." in page
    assert "`above` is `code` of `things`." in page
    assert "| `whole` |  | a whole number; no value twice; at least 0; unit: kg | 1 of 3" in page
    assert "0 records, 2 columns." in page


# To load


def test_python_reads_a_literal_as_the_text() -> None:
    for text in (ODD, HOSTILE, "\U0001f600\x00\x7f\u2028"):
        assert eval(render_literal(text)) == text  # noqa: S307 - what the lines hold


def same(found: dict[str, list[list[Any]]]) -> None:
    """Compare what a program loaded with what is published."""
    assert list(found) == list(LOADED)
    for name, records in LOADED.items():
        rows = found[name] if name == "things" else sorted(found[name], key=repr)
        assert rows == (records if name == "things" else sorted(records, key=repr)), name
        assert [list(map(type, row)) for row in rows] == [list(map(type, row)) for row in rows]


def cell(value: Any) -> Any:
    """Give what a program holds as this test writes it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat()


def test_pandas_loads_every_table(
    lines: dict[str, str], built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pandas as pd

    monkeypatch.chdir(built)
    names: dict[str, Any] = {}
    exec(lines["pandas"], names)  # noqa: S102 - the codebook's own lines
    found = {
        name: [
            [None if pd.isna(each) else getattr(each, "item", lambda each=each: each)()
             if not isinstance(each, pd.Timestamp) else each for each in row]
            for row in frame.itertuples(index=False, name=None)
        ]
        for name, frame in names["tables"].items()
    }  # fmt: skip
    for row in found["things"]:
        row[4] = row[4] and row[4].date()
    same({name: [list(map(cell, row)) for row in rows] for name, rows in found.items()})
    kinds = [str(each) for each in names["tables"]["things"].dtypes]
    assert kinds == ["string", "Int64", "Float64", "boolean", "datetime64[s]", "datetime64[us]",
                     *["string"] * 4]  # fmt: skip
    assert [str(each) for each in names["tables"]["empty"].dtypes] == ["Int64", "datetime64[s]"]


POLARS = """
import json
rows = {name: [[each.isoformat() if hasattr(each, "isoformat") else each for each in row]
               for row in frame.rows()] for name, frame in tables.items()}
print(json.dumps([rows, [str(each) for each in tables["things"].dtypes]]))
"""


@pytest.mark.command
def test_polars_loads_every_table(lines: dict[str, str], built: Path) -> None:
    python = os.environ.get("POLARS_PYTHON", sys.executable)
    if subprocess.run([python, "-c", "import polars"], capture_output=True, check=False).returncode:
        pytest.skip("there is no polars; POLARS_PYTHON may name a Python that has it")
    done = subprocess.run([python, "-c", lines["polars"] + POLARS], cwd=built, check=True,
                          capture_output=True, text=True)  # fmt: skip
    found, kinds = json.loads(done.stdout)
    same(found)
    assert kinds[:6] == ["String", "Int64", "Float64", "Boolean", "Date",
                         "Datetime(time_unit='us', time_zone=None)"]  # fmt: skip


def test_duckdb_loads_every_table(
    lines: dict[str, str], built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built)
    with duckdb.connect() as connection:
        connection.execute(lines["DuckDB"])
        found = {
            name: [list(map(cell, row)) for row in connection.table(f'"{name}"').fetchall()]
            for name in TABLES
        }
        kinds = [str(each) for each in connection.table("things").types]
    same(found)
    assert kinds[:6] == ["VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP"]


R = r"""
told <- function(x) {
  if (inherits(x, "POSIXct")) x <- format(x, "%Y-%m-%dT%H:%M:%OS6")
  if (inherits(x, "Date")) x <- format(x, "%Y-%m-%d")
  if (is.double(x)) sprintf("%.17g", x) else as.character(x)
}
for (name in names(tables)) for (column in seq_along(tables[[name]])) {
  x <- tables[[name]][[column]]
  shown <- ifelse(is.na(x), "<missing>", gsub("\n", "<lf>", told(x)))
  cat(name, class(x)[1], nrow(tables[[name]]), shown, sep = "\t")
  cat("\n")
}
"""


@pytest.mark.command
def test_r_loads_every_table(lines: dict[str, str], built: Path, tmp_path: Path) -> None:
    """A whole number that R cannot hold exactly makes its column one of text."""
    program = shutil.which("Rscript")
    if not program:
        assert not os.environ.get("CI"), "there is no R on the build machine"
        pytest.skip("there is no R")
    (tmp_path / "load.R").write_text(lines["R"] + R, encoding="utf-8")
    done = subprocess.run(
        [program, "--encoding=UTF-8", tmp_path / "load.R"],
        cwd=built,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        check=True,
        capture_output=True,
        text=True,
    )
    told = [line.split("\t") for line in done.stdout.removesuffix("\n").split("\n")]
    found = {name: [row for row in told if row[0] == name] for name in TABLES}
    assert [kind for _, kind, *_ in found["things"]] == [
        "character", "character", "numeric", "logical", "Date", "POSIXct", *["character"] * 4,
    ]  # fmt: skip
    gone = "<missing>"
    cells = [row[3:] for row in found["things"]]
    assert cells[0] == ["06", "NA", "ZZ"]
    assert cells[1] == ["9223372036854775807", gone, "0"]
    assert cells[2][1:] == [gone, "-2"]
    assert float(cells[2][0]) == 0.1
    assert cells[3] == ["TRUE", gone, "FALSE"]
    assert cells[4] == ["1066-01-02", gone, "9999-12-31"]
    assert cells[5][1:] == [gone, "2020-02-29T00:00:00.000000"]
    assert cells[6:] == [["10:00:00", gone, "23:59:59.5"], ["12345678901234567890.5", gone, "1"],
                         ["a", gone, "b"], [gone, "06", "06"]]  # fmt: skip
    assert sorted(found["one"][0][3:]) == ["<missing>", "x<lf>y"]
    text, number = (row[3:] for row in found["some-more.of_it"])
    assert sorted(zip(text, number, strict=True)) == [("", "1"), (gone, gone), ("NA", "2")]
    assert found["some-more.of_it"][1][1] == "integer"
    # Where a name begins or ends with blanks, R reads another, and its lines would find no column.
    assert [row[1:] for row in found["blanks"]] == [
        ["character", "1", "x"], ["integer", "1", "1"], ["character", "1", "y"],
    ]  # fmt: skip
    assert [row[1:3] for row in found["empty"]] == [["integer", "0"], ["Date", "0"]]
    assert sorted(map(float, found["digits"][0][3:])) == [row[0] for row in LOADED["digits"]]


def test_stata_is_told_what_it_can_hold() -> None:
    """There is no Stata to run these lines: what they say is compared."""
    columns = (("code", "text"), ("n", "integer"), ("in", "text"), ("v1", "text"), (ODD, "date"))
    written = write_stata(Loading("things", "data/things.csv", columns, ""))
    assert 'import delimited "data/things.csv", delimiters(",") varnames(nonames)' in written
    assert "rename (v1 v2) (code n)\n" in written
    assert 'label variable v3 "in"\n' in written
    assert 'label variable v5 "we?ird ?n?name? ??????"\n' in written
    assert "foreach name in v2 {\n    generate double typed = real(`name')\n" in written
    assert "assert missing(typed) | abs(typed) <= 9007199254740992" in written
    assert 'foreach name in v5 {\n    generate long typed = date(`name\', "YMD")' in written
    assert written.endswith('save "things.dta", replace\n')
    assert "if `name' ==" not in written.replace('== "")', "")


def test_stata_reads_a_missing_value_that_it_would_take_for_a_macro() -> None:
    written = write_stata(Loading("t", "data/t.csv", (("a", "text"),), "`x'\"$"))
    spelled = "uchar(96) + uchar(120) + uchar(39) + uchar(34) + uchar(36)"
    assert f"replace `name' = \"\" if `name' == {spelled}\n" in written
    assert 'if `name\' == "n/a"\n' in write_stata(Loading("t", "t.csv", (("a", "text"),), "n/a"))


def test_long_lines_of_stata_go_on() -> None:
    columns = tuple((f"column_{number}", "text") for number in range(40))
    written = write_stata(Loading("t", "data/t.csv", columns, ""))
    assert max(map(len, written.splitlines())) <= 100
    joined = re.sub(r" ///\n +", " ", written)
    assert f"order {' '.join(f'v{number}' for number in range(1, 41))}\n" in joined


# As it is told


def test_the_example_of_the_docs_is_what_is_written(tmp_path: Path) -> None:
    for block in blocks(DOCS / "reference/codebook.md"):
        block.write(tmp_path)
    assert build(read(tmp_path / "datapackage.json"), tmp_path / "built").valid
    told = (tmp_path / "codebook.csv").read_bytes()
    assert (tmp_path / "built" / "codebook.csv").read_bytes() == told


def test_every_column_is_told() -> None:
    text = (DOCS / "reference/codebook.md").read_text("utf-8")
    first, last = COLUMNS.index("min_length"), COLUMNS.index("pattern")
    # Those in a row are told as one.
    untold = {name for name in COLUMNS if f"`{name}`" not in text}
    assert untold == set(COLUMNS[first + 1 : last])
