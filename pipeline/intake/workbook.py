"""Reads one sheet of a workbook in a process of its own, and writes it as JSON lines.

The library that reads workbooks holds a sheet whole, as wide and as long as its farthest cell, and
ends the process where the memory for that is missing. So this module is run as a program of its
own, with bounds, by `pipeline.intake.sheet`; it imports nothing of the pipeline.

Each row is a list of cells: text, number, truth value, null where the cell is empty, and of dates,
times and durations a list of the kind and its ISO form (of a duration, the microseconds). The
last line is one word: `done`, or what is wrong.
"""

import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any, TextIO

MICROSECOND = timedelta(microseconds=1)


def bound(memory: int) -> None:
    """Bound the memory of this process, where the machine can."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or memory < hard:
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def cell(value: Any) -> Any:
    """Give a cell as JSON."""
    if value == "":
        return None
    for kind in (datetime, date, time):
        if isinstance(value, kind):
            return [kind.__name__, value.isoformat()]
    if isinstance(value, timedelta):
        return ["timedelta", value // MICROSECOND]
    return value


def write(path: str, number: int, name: str, out: TextIO) -> str:
    """Write the rows of a sheet, by its name or else its number; give the last word."""
    try:
        import python_calamine as calamine
    except ImportError:
        return "library"
    try:
        workbook = calamine.CalamineWorkbook.from_path(path)
        if name not in workbook.sheet_names if name else number > len(workbook.sheet_names):
            return "sheet"
        sheet = workbook.get_sheet_by_name(name or workbook.sheet_names[number - 1])
        rows = ([cell(each) for each in row] for row in sheet.iter_rows())
        out.writelines(json.dumps(row) + "\n" for row in rows)
    except calamine.PasswordError:
        return "password"
    except (calamine.CalamineError, OSError, ValueError):
        return "damaged"
    return "done"


def main(path: str, number: str, name: str, memory: str) -> None:
    """Run as a program: the path, the sheet's number and name, and the bytes of memory."""
    bound(int(memory))
    sys.stdout.write(json.dumps(write(path, int(number), name, sys.stdout)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
