"""Quotes, lines and headers that do not belong where they stand."""

from pathlib import Path

from .entry import Entry, Where, schema, table

AFTER_THE_QUOTE = 300_000


def unclosed_before_many(path: Path) -> None:
    """Open a quote in the first of 300,000 records."""
    path.write_bytes(b'a,b\n"1,2\n' + b"3,4\n" * AFTER_THE_QUOTE)


def a_quote_in_every_record(path: Path) -> None:
    """Put a stray quote into each of 100,000 records."""
    path.write_bytes(b"a,b\n" + b'x"y,2\n' * 100_000)


def header(rule: str, name: str | None = None) -> Where:
    """Place something wrong in the first line."""
    return rule, None, 1, name


def record(rule: str, number: int, line: int | None = None) -> Where:
    """Place a record."""
    return rule, number, line or number + 1, None


STRUCTURES: tuple[Entry, ...] = (
    table("an unclosed quote before 300,000 records", unclosed_before_many,
          record("record.unclosed_quote", 1)),
    table("an unclosed quote in the last record", b'a,b\n1,2\n3,"4\n',
          record("record.unclosed_quote", 2)),
    table("an unclosed quote in the header", b'a,"b\n1,2\n',
          header("record.unclosed_quote")),
    table("nothing but a quote", b'"', header("record.unclosed_quote")),
    table("text after a closing quote", b'a,b\n"B"x,2\n', ("record.stray_quote", 1, 2, "a")),
    table("a quote in a plain cell", b'a,b\n1,6" nails\n', ("record.stray_quote", 1, 2, "b")),
    table("a stray quote in every record", a_quote_in_every_record,
          counts=(("record.stray_quote", 100_000),), limit=1),
    table("a record too short", b"a,b\n1\n2,3\n", record("record.short", 1)),
    table("a record too long", b"a,b\n1,2,3\n", record("record.long", 1)),
    table("an extra empty cell at the end", b"a,b\n1,2,\n", record("record.long", 1)),
    table("an extra empty cell everywhere", b"a,b,\n1,2,\n", header("header.blank")),
    table("a blank line between records", b"a,b\n1,2\n\n3,4\n", record("record.blank", 2)),
    table("blank lines at the end", b"a,b\n1,2\n\n\n",
          record("record.blank", 2), record("record.blank", 3)),
    table("a blank line before the header", b"\na,b\n1,2\n", header("header.blank")),
    table("cells with line ends, then a wrong record", b'a,b\n"1\n2\n3",x\n1\n',
          record("record.short", 2, 5)),
    table("a column named twice", b"a,b,a\n1,2,3\n", header("header.duplicate")),
    table("a column without name", b"a,b,\n1,2,3\n", header("header.blank")),
    table("reordered columns", b"b,a\n1,2\n", header("header.order")),
    table("a missing column", b"a\n1\n", header("header.missing", "b")),
    table("a column too many", b"a,b,c\n1,2,3\n", header("header.extra")),
    table("no header", b"1,2\n3,4\n", header("header.missing", "a"), header("header.missing", "b"),
          header("header.extra"), header("header.extra")),
    table("names in capitals", b"A,B\n1,2\n", header("header.missing", "a"),
          header("header.missing", "b"), header("header.extra"), header("header.extra")),
    table("an empty file", b"", ("file.empty", None, None, None)),
    table("a header alone", b"a,b\n"),
    table("nothing but line ends", b"\n\n\n", header("header.blank"),
          ("header.blank", None, 2, None), ("header.blank", None, 3, None)),
    table("a last record cut off", b"a,b\n1,2\n3", record("record.short", 2)),
    table("semicolons for commas", b"a;b\n1;2\n", header("header.missing", "a"),
          header("header.missing", "b"), header("header.extra")),
    table("tabs for commas", b"a\tb\n1\t2\n", header("header.missing", "a"),
          header("header.missing", "b"), header("header.extra")),
    table("a comma as quote", b"a,b\n1,2\n", ("file.dialect", None, None, None),
          resource={"dialect": {"quoteChar": ","}}),
    table("a line end as delimiter", b"a,b\n1,2\n", ("file.dialect", None, None, None),
          resource={"dialect": {"delimiter": "\n"}}),
    table("another size than was said", b"a,b\n1,2\n", ("file.bytes", None, None, None),
          resource={"bytes": 0}),
    table("another hash than was said", b"a,b\n1,2\n", ("file.hash", None, None, None),
          resource={"hash": "sha1:" + "0" * 40}),
    table("names that differ in case alone", b"A,a\n1,x\n2,\n", ("cell.required", 2, 3, "a"),
          of={"fields": [{"name": "A", "type": "integer"},
                         {"name": "a", "type": "string", "constraints": {"required": True}}]}),
    table("names that are SQL", b'"a"") from x; --",record\n1,2\n',
          of=schema() | {"fields": [{"name": 'a") from x; --'}, {"name": "record"}]}),
    table("a file that is missing", lambda _: None, ("file.missing", None, None, None)),
)  # fmt: skip
