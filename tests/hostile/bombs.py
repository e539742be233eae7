"""Files too large for any memory, made when the test runs: sparse, or written in pieces."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from .entry import Content, Entry, Where, descriptor, field, refused, resource, schema, table

MEBIBYTE = 1024 * 1024
GZIP = 31
COLUMNS = 100_000
WIDE = ",".join(f"c{number}" for number in range(COLUMNS))


def sparse(before: bytes, size: int, after: bytes = b"") -> Callable[[Path], None]:
    """Make a file with a hole of so many NUL bytes in it, which takes no disk."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.write(before)
            file.truncate(len(before) + size)
            file.seek(0, 2)
            file.write(after)

    return make


def repeated(before: bytes, piece: bytes, times: int, after: bytes = b"") -> Callable[[Path], None]:
    """Make a file of a piece many times over, a mebibyte at a time."""

    def make(path: Path) -> None:
        at_once = max(MEBIBYTE // len(piece), 1)
        with path.open("wb") as file:
            file.write(before)
            for _ in range(times // at_once):
                file.write(piece * at_once)
            file.write(piece * (times % at_once) + after)

    return make


def gzip_bomb(path: Path) -> None:
    """Compress 4 MB of one record and write them 64 times: nobody reaches the sums at the end."""
    packer = zlib.compressobj(9, wbits=GZIP)
    header, records, end = (
        packer.compress(text) + packer.flush(mode)
        for text, mode in (
            (b"a,b\n", zlib.Z_FULL_FLUSH),
            (b"1,2\n" * MEBIBYTE, zlib.Z_FULL_FLUSH),
            (b"", zlib.Z_FINISH),
        )
    )
    path.write_bytes(header + records * 64 + end)


def zipped(*entries: tuple[str, bytes]) -> bytes:
    """Make an archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return held.getvalue()


def whole(rule: str) -> Where:
    """Place what is wrong with a file as a whole."""
    return rule, None, None, None


def packed(name: str, path: str, content: Content, found: Where) -> Entry:
    """Describe a package whose one table is compressed."""
    entry = resource(path=path)
    files = (("datapackage.json", descriptor(entry)), (path, content))
    return Entry(name, files, 1, (found,))


def zip_bomb(path: Path) -> None:
    """Compress 96 MB of one record."""
    path.write_bytes(zipped(("t.csv", b"a,b\n" + b"1,2\n" * 24 * MEBIBYTE)))


GOOD = b"a,b\n1,2\n"
BOMBS: tuple[Entry, ...] = (
    table("a line of 1 GB", sparse(b"a,b\nx,", 1024 * MEBIBYTE),
          ("record.too_large", 1, 2, None)),
    table("a header of 1 GB", sparse(b"", 1024 * MEBIBYTE), ("record.too_large", None, 1, None)),
    table("a line of 300 MB of letters", repeated(b"a,b\n1,", b"x" * 1024, 300 * 1024, b"\n"),
          ("record.too_large", 1, 2, None)),
    table("a cell of 300 MB in quotes", sparse(b'a,b\n1,"', 300 * MEBIBYTE, b'"\n3,4\n'),
          ("record.too_large", 1, 2, None)),
    table("a record of 20 million cells", repeated(b"a,b\n", b",", 20_000_000, b"\n1,2\n"),
          ("record.long", 1, 2, None)),
    table("100,000 columns", f"{WIDE}\n{WIDE}\n".encode(), ("file.too_large", None, 1, None)),
    refused("100,000 fields", "datapackage.json: holds more values than a descriptor can have",
            resource(schema=schema(WIDE.replace(",", " ")))),
    refused("20,000 fields", "., table 't': it has 20,000 fields; at most 10,000 are read",
            resource(schema=schema(" ".join(WIDE.split(",")[:20_000])))),
    table("a million records, all wrong", repeated(b"v\n", b"x\n", 1_000_000),
          counts=(("cell.type", 1_000_000),), of={"fields": [field("v", "integer")]}, limit=1),
    table("a million blank lines", repeated(b"a,b\n", b"\n", 1_000_000),
          counts=(("record.blank", 1_000_000),), limit=1),
    table("a million quotes", repeated(b"a,b\n1,", b'"', 1_000_000, b"\n2,3\n")),
    table("a million records that repeat one key", repeated(b"v\n", b"1\n", 1_000_000),
          counts=(("key.primary", 999_999),), limit=1,
          of={"fields": [field("v", "integer")], "primaryKey": "v"}),
    packed("a gzip bomb", "t.csv.gz", gzip_bomb, whole("file.compressed_bomb")),
    packed("a log of 50,000 gzip members", "t.csv.gz",
           gzip.compress(b"a,b\n1\n", mtime=0) + gzip.compress(b"1,2\n", mtime=0) * 50_000,
           ("record.short", 1, 2, None)),
    packed("JSON lines that are no UTF-8", "t.jsonl", b'{"a": "\xff", "b": "1"}\n',
           whole("file.encoding")),
    packed("gzip that is cut off", "t.csv.gz", gzip.compress(GOOD * 10_000, mtime=0)[:-20],
           whole("file.format")),
    packed("gzip that is none", "t.csv.gz", GOOD, whole("file.format")),
    packed("a zip bomb", "t.zip", zip_bomb, whole("file.compressed_bomb")),
    packed("a zip entry with ..", "t.zip", zipped(("../t.csv", GOOD)), whole("file.unsafe")),
    packed("a zip entry that is absolute", "t.zip", zipped(("/t.csv", GOOD)),
           whole("file.unsafe")),
    packed("a zip of two tables", "t.zip", zipped(("t.csv", GOOD), ("u.csv", GOOD)),
           whole("file.format")),
    packed("a zip that is cut off", "t.zip", zipped(("t.csv", GOOD))[:-10],
           whole("file.format")),
    packed("JSON of 10,000 levels as data", "t.json", b"[" * 10_000 + b"]" * 10_000,
           ("file.format", 1, None, None)),
    packed("a workbook that is none", "t.xlsx", b"PK\x03\x04not a workbook", whole("file.format")),
)  # fmt: skip
