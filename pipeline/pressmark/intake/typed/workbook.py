"""Reads one sheet of a workbook in a process of its own, and writes it as JSON lines.

The library that reads workbooks holds a sheet whole, as wide and as long as its farthest cell, and
ends the process where the memory for that is missing. So this module is run as a program of its
own, with bounds, by `pressmark.intake.typed.sheet`; it imports nothing of the pipeline.

Each row is a list of cells: text, number, truth value, null where the cell is empty, and of dates,
times and durations a list of the kind and its ISO form (of a duration, the microseconds). Of blank
rows only the number is written. The last line is one word: `done`, or what is wrong.

The library gives a cell with an error, such as #DIV/0!, as an empty one, and refuses a sheet of
OpenDocument with blanks between its tags. Such parts are rewritten before it reads them: an error
becomes its text, and the blanks, which mean nothing there, are taken out. In .xls and .xlsb, which
are no XML, errors stay empty.
"""

import io
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any, TextIO

MICROSECOND = timedelta(microseconds=1)
READ_BYTES = 1024 * 1024
LONGEST_TAG = 4096
WRITING_SECONDS = 3_600
"""Of CPU time in all, once the sheet is read; how much there is to write, the memory bounds."""

ERROR = re.compile(rb"""(<(?:[A-Za-z0-9]+:)?c\s[^<>]{0,4000}?\bt=)(?:"e"|'e')""")
"""A cell of Excel that holds an error (ECMA-376, 18.18.11): with `t="str"` it is its text."""

BLANKS = re.compile(rb"(?<=>)\s++(?=</?(?:table|office):)|(</?(?:table|office):[^<>]*+>)\s++(?=<)")
ERROR_TEXT = rb"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:[0-9]{3}"
ODS_ERROR = re.compile(
    rb"<table:table-cell([^<>]*+)>\s*+(?=<text:p>(?:" + ERROR_TEXT + rb")</text:p>)"
)
VALUE = re.compile(rb"""\soffice:(?:value-type|string-value|value)=(?:"[^"]*+"|'[^']*+')""")


def limit_process(name: int, most: int) -> None:
    """Bound what this process may take of something, where the machine does not bound it more."""
    _, hard = resource.getrlimit(name)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(name, (most, hard))


def write_cell(value: Any) -> Any:
    """Give a cell as JSON."""
    if value == "":
        return None
    for kind in (datetime, date, time):
        if isinstance(value, kind):
            return [kind.__name__, value.isoformat()]
    if isinstance(value, timedelta):
        return ["timedelta", value // MICROSECOND]
    return value


def without_blanks(xml: bytes) -> bytes:
    """Take out the blanks between the tags of an OpenDocument sheet, and make errors texts."""
    return ODS_ERROR.sub(as_text, BLANKS.sub(rb"\1", xml))


def as_text(tag: re.Match[bytes]) -> bytes:
    """Make a cell one of text: then the library gives what it shows."""
    return b"<table:table-cell" + VALUE.sub(b"", tag[1]) + b' office:value-type="string">'


def with_errors(xml: bytes) -> bytes:
    """Make the errors in a sheet of Excel texts."""
    return ERROR.sub(rb'\1"str"', xml)


def holds_errors(part: IO[bytes]) -> bool:
    """Whether a part of a workbook has a cell with an error; it is not held whole."""
    held = b""
    while piece := part.read(READ_BYTES):
        held = held[-LONGEST_TAG:] + piece
        if ERROR.search(held):
            return True
    return False


def rewrite_workbook(path: str) -> io.BytesIO | None:
    """Give a workbook with those parts rewritten that the library would misread, if there are any.

    None also where the file is no archive.
    """
    changed: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name == "content.xml":
                    xml = archive.read(name)
                    plain = without_blanks(xml)
                    changed |= {name: plain} if plain != xml else {}
                elif name.endswith(".xml"):
                    with archive.open(name) as part:
                        wrong = holds_errors(part)
                    changed |= {name: with_errors(archive.read(name))} if wrong else {}
            return with_parts(archive, changed) if changed else None
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):
        return None


def with_parts(archive: zipfile.ZipFile, changed: dict[str, bytes]) -> io.BytesIO:
    """Copy an archive with some of its entries changed."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as target:
        for name in dict.fromkeys(archive.namelist()):
            target.writestr(name, changed[name] if name in changed else archive.read(name))
    copy.seek(0)
    return copy


def count_blank_rows(rows: Iterator[list[Any]]) -> Iterator[list[Any] | int]:
    """Give rows, and of blank ones between them how many they are: a stray cell makes a million.

    All are as wide as the sheet, so that one blank row is equal to every other.
    """
    blank = 0
    nothing: list[Any] = []
    for row in rows:
        if row != nothing and all(each == "" for each in row):
            nothing = row
        if row == nothing:
            blank += 1
            continue
        if blank:
            yield blank
        blank = 0
        yield [write_cell(each) for each in row]
    if blank:
        yield blank


def write(path: str, number: int, name: str, out: TextIO) -> str:
    """Write the rows of a sheet, by its name or else its number; give the last word."""
    try:
        import python_calamine as calamine
    except ImportError:
        return "library"
    try:
        workbook = calamine.load_workbook(rewrite_workbook(path) or path)
        if name not in workbook.sheet_names if name else number > len(workbook.sheet_names):
            return "sheet"
        sheet = workbook.get_sheet_by_name(name or workbook.sheet_names[number - 1])
        limit_process(resource.RLIMIT_CPU, WRITING_SECONDS)
        out.writelines(json.dumps(row) + "\n" for row in count_blank_rows(sheet.iter_rows()))
    except calamine.PasswordError:
        return "password"
    except (calamine.CalamineError, OSError, ValueError):
        return "damaged"
    return "done"


def main(path: str, number: str, name: str, memory: str) -> None:
    """Run as a program: the path, the sheet's number and name, and the bytes of memory."""
    limit_process(resource.RLIMIT_AS, int(memory))
    limit_process(resource.RLIMIT_CORE, 0)
    sys.stdout.write(json.dumps(write(path, int(number), name, sys.stdout)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
