"""Packages that ask for too much: of lists, names, keys, files, limits, marks and typed cells."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from .bombs import repeated, whole
from .entry import Content, Entry, Where, descriptor, field, refused, resource, schema, table

HERE = "datapackage.json"
TABLE = "., table 't': it has "
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="S" sheetId="1" r:id="r"/></sheets></workbook>'
)
LAUGHS = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10 if level else "lol"}">' for level in range(10)
)


def limited(name: str, said: str, **limits: Any) -> Entry:
    """Describe a package whose own limits are wrong."""
    return refused(name, said, written=descriptor(**{"pressmark:limits": limits}))


def of_field(**more: Any) -> dict[str, Any]:
    """Write a table of one field that says more."""
    return resource(schema={"fields": [field("a", **more)]})


def in_dialect(name: str, text: bytes, *found: Where, **dialect: Any) -> Entry:
    """Describe a table of a dialect of its own."""
    return table(name, text, *found, resource={"dialect": dialect})


def stored(name: str, path: str, content: Content, *found: Where, **more: Any) -> Entry:
    """Describe a table of one text `a` that is stored in another way."""
    entry = resource(path=path, schema=schema("a"))
    files = ((HERE, descriptor(entry)), (path, content))
    return Entry(name, files, int(bool(found)), found, **more)


def related(kind: str, target: str) -> str:
    """Write that a part of a workbook leads to another."""
    one = f'<Relationship Id="r" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}">{one}</Relationships>'


def workbook(rows: str, entities: str = "") -> bytes:
    """Write a workbook of one sheet as small as they come."""
    parts = (
        ("_rels/.rels", related("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", related("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml",
         f'{entities}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'),
    )  # fmt: skip
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts:
            archive.writestr(name, f'<?xml version="1.0"?>{text}')
    return held.getvalue()


def rows(*cells: tuple[str, str]) -> str:
    """Write rows of one cell each, by the places of the cells."""
    return "".join(
        f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{place}" t="inlineStr"><is>'
        f"<t>{text}</t></is></c></row>"
        for place, text in cells
    )


def of_arrow(column: Callable[[], pa.Array]) -> Callable[[Path], None]:
    """Write a Parquet file of one column."""
    return lambda path: parquet.write_table(pa.table({"a": column()}), path)


def one_text_very_often() -> pa.Array:
    """Say ten million times that a cell holds the only text there is, of 100 kB: a terabyte."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(10_000_000, np.int32)), ["x" * 100_000])


def lists_in_lists() -> pa.Array:
    """Nest a type."""
    kind: pa.DataType = pa.int32()
    for _ in range(100):
        kind = pa.list_(kind)
    return pa.array([None], kind)


def many_keys(path: Path) -> None:
    """Write one object of a million keys."""
    path.write_text("[{" + ",".join(f'"k{n}":1' for n in range(1_000_000)) + "}]", "utf-8")


FIELDS = [f"c{number}" for number in range(50)]
HEADED = {"fields": [field(name) for name in FIELDS]}
MANY_KEYS = [[one, other] for one in FIELDS for other in FIELDS if one != other]
ITSELF = {"fields": "a", "reference": {"fields": "a"}}
MANY = 1_000_000
WORDS = [f"v{number:05}" for number in range(100_000)]

EXCESSES: tuple[Entry, ...] = (
    limited("a limit below nothing", "datapackage.json: pressmark:limits.columns", columns=-1),
    limited("a limit of 10^400", f"{HERE}: holds NaN or an infinite", columns=float("1e400")),
    limited("a limit of 10^30", "datapackage.json: pressmark:limits.recordBytes",
            recordBytes=10**30),
    limited("a limit that is a text", "datapackage.json: pressmark:limits.columns", columns="9"),
    limited("a limit that is true", "datapackage.json: pressmark:limits.columns", columns=True),
    limited("a limit with a point", "datapackage.json: pressmark:limits.columns", columns=2.0),
    limited("a limit that is an object", "datapackage.json: pressmark:limits.columns should",
            columns={"a": 1}),
    limited("a limit of another name", "datapackage.json: pressmark:limits.memory", memory=1),
    refused("limits that are a list", "datapackage.json: pressmark:limits should",
            written=descriptor(**{"pressmark:limits": [1]})),
    Entry("limits beyond any file", ((HERE, descriptor(**{"pressmark:limits": dict.fromkeys(
        ("recordBytes", "cellBytes", "columns", "fileBytes", "sheetBytes"), 2**53)})),
        ("t.csv", b"a,b\n1,2\n"))),
    refused("a million allowed values", f"{HERE}: holds more values than",
            of_field(constraints={"enum": list(range(1_000_000))})),
    refused("250,000 allowed values", f"{TABLE}5,", of_field(
        constraints={"enum": [f"{number:06}" for number in range(250_000)]})),
    table("200,000 missing values", b"a,b\n1,2\n", whole("descriptor.value"),
          of=schema(missingValues=list(map(str, range(200_000))))),
    table("100,000 allowed values", b"a\nv00001\nx\n", ("cell.enum", 2, 3, "a"),
          of={"fields": [field("a", constraints={"enum": WORDS})]}),
    table("100,000 missing values", b"a\nv00001\nx\n", ("cell.required", 1, 2, "a"),
          of={"fields": [field("a", constraints={"required": True})], "missingValues": WORDS}),
    table("100,000 words for true", b"a\ntrue\n", ("descriptor.value", None, None, "a"),
          of={"fields": [field("a", type_="boolean", trueValues=WORDS)]}),
    refused("50,000 paths", f"{TABLE}50,000 files; at most", resource(path=["t.csv"] * 50_000)),
    refused("10,000 foreign keys", f"{TABLE}10,000 unique and foreign keys; at most",
            resource(schema=schema(foreignKeys=[ITSELF] * 10_000))),
    refused("2,450 unique keys", f"{TABLE}2,450 unique and foreign keys; at most",
            resource(schema=HEADED | {"uniqueKeys": MANY_KEYS})),
    refused("5,000 tables", ".: the package has 5,000 resources; at most",
            *(resource(f"t{number}") for number in range(5_000))),
    refused("a table's name of 5 MB", "., table 'xxxxx", resource("x" * 5_000_000)),
    refused("a field's name of 5 MB", f"{TABLE}5,000,000 bytes in a name",
            resource(schema=schema("x" * 5_000_000))),
    refused("a table's name of 10 MB", f"{HERE}: is larger than", resource("x" * 10_000_000)),
    Entry("a table's name that leads out", ((HERE, descriptor(resource("../../secret"))),
                                            ("t.csv", b"a,b\n1,2\n"))),
    Entry("a table's name that clears the screen", ((HERE, descriptor(resource("\x1b[2J"))),
                                                    ("t.csv", b"a,b\n1,2\n")), 1,
          (("schema.name", None, None, None),)),
    refused("300,000 empty lists", f"{HERE}: holds more values than", written=descriptor(
        more=0).replace(b'"more": 0', b'"more": [' + b"[]," * 300_000 + b"[]]")),
    Entry("YAML of 2 MB", (("datapackage.yaml", b"a: [" + b"b," * MANY + b"]"),), 2,
          said="datapackage.yaml: is larger than 1,048,576 bytes", project="datapackage.yaml"),
    table("a pattern of 1 MB", b"a\nx\n", ("schema.pattern", None, None, "a"),
          of={"fields": [field("a", constraints={"pattern": "a" * 1_000_000})]}),
    table("a pattern in 10,000 brackets", b"a\nx\n", ("cell.pattern", 1, 2, "a"),
          of={"fields": [field("a", constraints={"pattern": "(" * 10_000 + ")" * 10_000})]}),
    table("a jsonSchema whose pattern backtracks", b'a\n"[""' + b"a" * 50 + b'!""]"\n',
          ("cell.json_schema", 1, 2, "a"), of={"fields": [field("a", "array", constraints={
              "jsonSchema": {"items": {"pattern": "^(a+)+$"}}})]}),
    in_dialect("a comment that is the delimiter", b"a,b\n1,2\n", whole("file.dialect"),
               commentChar=","),
    in_dialect("a comment that is a line end", b"a,b\n1,2\n", whole("file.dialect"),
               commentChar="\n"),
    in_dialect("a delimiter of two quotes", b"a,b\n1,2\n", whole("file.dialect"),
               delimiter='""'),
    in_dialect("an escape that is the quote", b'a,b\n1,"2""3"\n', escapeChar='"'),
    in_dialect("an empty null", b"a,b\n1,2\n", nullSequence=""),
    in_dialect("a header in row 1,000,000,000", b"a,b\n1,2\n", whole("file.empty"),
               headerRows=[1_000_000_000]),
    refused("a NUL as delimiter", f"{HERE}: holds U+0000", resource(dialect={"delimiter": "\0"})),
    in_dialect("a header in row -1", b"a,b\n1,2\n", whole("descriptor.value"), headerRows=[-1]),
    in_dialect("a header in row 1e9", b"a,b\n1,2\n", whole("descriptor.value"),
               headerRows=[1e9]),
    table("a million stray quotes", repeated(b"a\n", b'x"y\n', 1_000_000), limit=1,
          counts=(("record.stray_quote", 1_000_000),), of=schema("a")),
    table("a cell of 20 MB of line ends", repeated(b'a\n"', b"\n", 20_000_000, b'"\nx\n'),
          ("cell.too_large", 1, 2, "a"), of=schema("a")),
    stored("a Parquet text of a terabyte", "t.parquet",
           of_arrow(one_text_very_often), whole("file.compressed_bomb")),
    stored("Parquet of 100 lists in lists", "t.parquet", of_arrow(lists_in_lists),
           whole("file.format")),
    stored("a sheet of 17 billion cells", "t.xlsx",
           workbook(rows(("A1", "a"), ("XFD1048576", "x"))), whole("file.too_large")),
    stored("a sheet of 50 million cells", "t.xlsx",
           workbook(rows(("A1", "a"), ("AZ1048576", "x"))), whole("file.too_large")),
    stored("a sheet whose entities explode", "t.xlsx",
           workbook(rows(("A1", "a"), ("A2", "&l9;")), f"<!DOCTYPE l [{LAUGHS}]>"),
           whole("file.format")),
    stored("a sheet that reads a file", "t.xlsx",
           workbook(rows(("A1", "a"), ("A2", "&f;")),
                    '<!DOCTYPE f [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
           whole("file.format")),
    stored("a JSON line of 300 MB", "t.jsonl",
           repeated(b'{"a":"', b"x" * 1024, 300 * 1024, b'"}\n'), whole("record.too_large")),
    stored("a JSON record of a million keys", "t.json", many_keys,
           ("record.too_large", 1, None, None)),
    stored("a JSON line of 20 million lists", "t.jsonl",
           repeated(b'{"a":[', b"[],", 20_000_000, b"[]]}\n"), whole("record.too_large")),
    stored("a key of JSON given twice", "t.json", b'[{"a":"x","a":"y"}]',
           ("record.format", 1, None, None)),
    stored("half a surrogate pair in JSON", "t.json", b'[{"a":"\\ud800"}]',
           ("record.format", 1, None, "a")),
    stored("NaN in JSON", "t.json", b'[{"a":NaN}]', ("file.format", 1, None, None)),
    stored("a JSON line of 100,000 levels", "t.jsonl",
           b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n", ("record.format", 1, None, None)),
)  # fmt: skip
