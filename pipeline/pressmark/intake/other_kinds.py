"""What is no text of a table, by its first bytes: files of other kinds under its name."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pressmark.errors import explain_failure
from pressmark.intake.refusal import Refusal
from pressmark.report.rules import FILE_FORMAT
from pressmark.words import shorten

LOOKED_AT = 4_096
LONGEST_QUOTE = 200


class OtherKind(NamedTuple):
    """A kind of files: how they begin, in lower case where they are text; what they are; advice."""

    begins: bytes
    what: str
    right: str


OTHER_KINDS = tuple(
    OtherKind(*each)
    for each in (
        (b"%PDF-", "a PDF", "copy its table into a spreadsheet, and save that"),
        (b"\x89PNG", "a picture (PNG)", "name the file of the table"),
        (b"GIF8", "a picture (GIF)", "name the file of the table"),
        (b"\xff\xd8\xff", "a picture (JPEG)", "name the file of the table"),
        (b"PK\x03\x04", "a workbook or an archive",
         "give it its ending back, such as .xlsx or .zip"),
        (b"\xd0\xcf\x11\xe0", "an old Office document", "give it its ending back, such as .xls"),
        (b"\x1f\x8b", "compressed with gzip", "give it its ending back: .csv.gz"),
        (b"PAR1\x15", "Parquet", "give it its ending back: .parquet"),
        (b"SQLite format 3\0", "an SQLite database", "export its tables as CSV"),
        (b"<!doctype html", "a page of the web (HTML)", "download the table itself"),
        (b"<html", "a page of the web (HTML)", "download the table itself"),
        (b"<?xml", "XML", "write its records as CSV or JSON"),
        (b"<svg", "a picture (SVG)", "name the file of the table"),
    )
)  # fmt: skip


def list_other_beginnings() -> Iterator[str]:
    """List the texts with which no file of a table's text may begin."""
    for each in OTHER_KINDS:
        if each.begins.isascii():
            yield each.begins.decode("ascii").rstrip("\0")


def find_other_kind(head: bytes) -> OtherKind | None:
    """Tell by the first bytes of a file which other kind it is of; None where they may be text."""
    text = head[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    for each in OTHER_KINDS:
        if text.startswith(each.begins) or text[: len(each.begins)].lower() == each.begins:
            return each
    return None


def explain_other_kind(path: Path, place: str, *, headed: bool) -> Refusal | None:
    """Give the refusal of a file that is of another kind than its descriptor says; else None.

    Without a header tags may be what its first record holds. MachineError where it cannot be read.
    """
    try:
        with path.open("rb") as file:
            found = find_other_kind(file.read(LOOKED_AT))
    except OSError as error:
        raise explain_failure(error, place) from None
    if found is None or (not headed and found.begins.startswith(b"<")):
        return None
    message = f'"{shorten(place, LONGEST_QUOTE)}" is {found.what}, and no text of a table.'
    return Refusal(FILE_FORMAT, message, f"{found.right[:1].upper()}{found.right[1:]}.")
