"""Bytes that are no text, or another text than they seem."""

from pathlib import Path

from .entry import Entry, Where, schema, table

GOOD_RECORDS = 20_000


def latin_after_good_records(path: Path) -> None:
    """Write 20,000 good records, then one in another encoding."""
    path.write_bytes(b"a,b\n" + b"good,record\n" * GOOD_RECORDS + "Zürich,late\n".encode("latin-1"))


def encoding(line: int, record: int | None = None) -> Where:
    """Place a byte that is not the encoding."""
    return "file.encoding", record, line, None


def header(rule: str, name: str | None = None) -> Where:
    """Place something wrong in the first line."""
    return rule, None, 1, name


TEXTS: tuple[Entry, ...] = (
    table("a NUL byte", b"a,b\n1,x\0y\n", ("cell.control", 1, 2, "b")),
    table("control bytes", b"a,b\n\x01,\x1b[31m\n\x7f,2\n",
          ("cell.control", 1, 2, "a"), ("cell.control", 1, 2, "b"), ("cell.control", 2, 3, "a")),
    table("C1 controls", "a,b\n\x85,\x9f\n".encode(),
          ("cell.control", 1, 2, "a"), ("cell.control", 1, 2, "b")),
    table("text turned around", "a,b\nuser\u202etxt.exe,\u2066x\u2069\n".encode(),
          ("cell.bidi", 1, 2, "a"), ("cell.bidi", 1, 2, "b")),
    table("zero-width characters", "a,b\nx\u200by,\ufeffz\n".encode(),
          ("cell.bidi", 1, 2, "a"), ("cell.bidi", 1, 2, "b")),
    table("a thousand accents on a letter", ("a,b\no" + "\u0301" * 1000 + ",2\n").encode()),
    table("UTF-16 with its mark", "a,b\n1,2\n".encode("utf-16"), encoding(1)),
    table("UTF-16 without mark", "a,b\n1,2\n".encode("utf-16-le"), encoding(1)),
    table("UTF-16 of the other order", "a,b\n1,2\n".encode("utf-16-be"), encoding(1)),
    table("UTF-32 with its mark", "a,b\n1,2\n".encode("utf-32"), encoding(1)),
    table("Latin-1 after 20,000 good records", latin_after_good_records,
          encoding(GOOD_RECORDS + 2, GOOD_RECORDS + 1)),
    table("overlong UTF-8", b"a,b\n\xc0\xaf,2\n", encoding(2, 1)),
    table("a surrogate in UTF-8", b"a,b\n1,\xed\xa0\x80\n", encoding(2, 1)),
    table("beyond Unicode", b"a,b\n1,\xf4\x90\x80\x80\n", encoding(2, 1)),
    table("a character cut in two at the end", b"a,b\n1,\xe6\x97", encoding(2, 1)),
    table("a wrong byte in the header", b"a,b\xff\n1,2\n", encoding(1),
          header("header.extra"), header("header.missing", "b")),
    table("a byte order mark", b"\xef\xbb\xbfa,b\n1,2\n"),
    table("two byte order marks", b"\xef\xbb\xbf\xef\xbb\xbfa,b\n1,2\n",
          header("header.extra"), header("header.missing", "a")),
    table("nothing but a byte order mark", b"\xef\xbb\xbf", ("file.empty", None, None, None)),
    table("names that turn text around", "a\u202eb,z\u200bw\n1,2\n".encode(),
          ("schema.hidden", None, None, "a\u202eb"), ("schema.hidden", None, None, "z\u200bw"),
          of=schema("a\u202eb z\u200bw")),
    table("mixed line ends", b"a,b\r\n1,2\n3,4\r\n5,6\n"),
    table("lone carriage returns", b"a,b\r1,2\r3,4\r", ("file.line_ends", None, 1, None)),
    table("a lone carriage return among line feeds", b"a,b\n1,2\r3,4\n",
          ("file.line_ends", 1, 2, None)),
    table("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01",
          ("file.format", None, None, None)),
    table("a picture of no known kind", b"\x89XYZ\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", encoding(1),
          header("header.extra"), header("header.missing", "a"), header("header.missing", "b"),
          ("file.line_ends", 2, 3, None)),
    table("a name of control characters", b"a,\0\n1,2\n", header("header.extra"),
          header("header.missing", "b")),
)  # fmt: skip
