"""Looks through one sheet of a workbook for what it shows to people and does not hold, or hides.

The library that reads workbooks gives values alone. So this module is run as a program of its own,
with bounds, by `pressmark.intake.typed.marked`; of the pipeline it imports its neighbors alone. It
parses the sheet as a stream, and writes what it finds as lines of JSON, lists of the kind, the
place and what stands there. Kinds are `formula` (one without result), `error`, `percent`, `zeros`
(a number shown with zeros before it), `merged`, `rows`, `columns` and `sheet` (hidden), `name` of
the sheet, and `unseen` of a workbook that is no XML. Of each kind `MOST` are listed, `more` counts
the others.
"""

import json
import resource
import sys
import zipfile
from typing import Any

from pressmark.intake.typed.excel_marks import Excel, find_part, read_styles
from pressmark.intake.typed.found_marks import FoundMarks, parse
from pressmark.intake.typed.open_document_marks import OpenDocument


def look_through(path: str, number: int, name: str, found: FoundMarks) -> None:
    """Look through a sheet."""
    if not zipfile.is_zipfile(path):
        found.add("unseen", "")
        return
    with zipfile.ZipFile(path) as archive:
        if "content.xml" in archive.namelist():
            reader: Any = OpenDocument(found, number, name)
            parse(archive, "content.xml", reader.start, reader.end, reader.data)
        elif part := find_part(archive, number, name, found):
            if part.endswith(".xml"):
                reader = Excel(found, read_styles(archive))
                parse(archive, part, reader.start, reader.end, reader.data)
            else:
                found.add("unseen", "")


def main(path: str, number: str, name: str, memory: str) -> None:
    """Run as a program: the path, the sheet's number and name, and the bytes of memory."""
    for bound, most in ((resource.RLIMIT_AS, int(memory)), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(bound)
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(bound, (most, hard))
    found = FoundMarks()
    look_through(path, int(number), name, found)
    found.end()
    sys.stdout.write(json.dumps("done") + "\n")
