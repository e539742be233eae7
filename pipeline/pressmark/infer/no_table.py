"""What is no delimited text, by its first bytes: other files under the name of a table."""

import re

from pressmark.errors import ProjectError

KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", "copy its table into a spreadsheet, and save that"),
    (b"\x89PNG", "a picture (PNG)", "name the file of the table"),
    (b"GIF8", "a picture (GIF)", "name the file of the table"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "name the file of the table"),
    (b"PK\x03\x04", "a workbook or an archive", "give it its ending back, such as .xlsx or .zip"),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "give it its ending back, such as .xls"),
    (b"\x1f\x8b", "compressed with gzip", "give it its ending back: .csv.gz"),
    (b"PAR1", "Parquet", "give it its ending back: .parquet"),
    (b"SQLite format 3", "an SQLite database", "export its tables as CSV"),
    (b"<!doctype html", "a page of the web (HTML)", "download the table itself"),
    (b"<html", "a page of the web (HTML)", "download the table itself"),
    (b"<?xml", "XML", "write its records as CSV or JSON"),
    (b"<svg", "a picture (SVG)", "name the file of the table"),
)
"""How files of other kinds begin, in lower case where they are text; what they are, and what to
do."""
JSON = re.compile(rb'\s*(?:\[\s*[{\[]|\{\s*"[^"]*"\s*:)')
LOOKED_AT = 4_096
MOST_STRANGE = 0.01
"""The share of bytes without a meaning in text that a text may hold by accident."""
STRANGE = bytes({*range(32)} - set(b"\t\n\v\f\r\x1a\x1b"))


def refuse_other_kinds(head: bytes, place: str, *, is_wide: bool) -> None:
    """Refuse a file that is no text, or text of another form; `is_wide` text may hold zeros.

    ProjectError says what the file is, and what to do.
    """
    text = head[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    for begins, what, right in KINDS:
        if text.startswith(begins) or text[: len(begins)].lower() == begins:
            raise ProjectError(place, f"is {what} and no table of text", right)
    if JSON.match(text):
        right = "give it the ending .json, if it is a list of records"
        raise ProjectError(place, "is JSON and no table of text", right)
    strange = sum(text.count(byte) for byte in STRANGE)
    if not is_wide and strange > MOST_STRANGE * len(text) and strange > 1:
        wrong = "is no text: it holds bytes that no text has"
        raise ProjectError(place, wrong, "name the file of the table")
