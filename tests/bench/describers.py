"""What sqlite-utils and csv-detective make of CSV files; run by their own Python.

Paths come in on stdin, one a line; for each a line of JSON goes out: of each tool the columns with
their types and formats in the standard's words, or null where it could not read the file. A tool
that is not installed is not in the lines.
"""

import importlib
import json
import sys
from collections.abc import Callable

Types = dict[str, tuple[str, str]]
OF_SQLITE_UTILS = {"text": "string", "integer": "integer", "float": "number"}
OF_PYTHON = {
    "int": "integer", "float": "number", "bool": "boolean", "date": "date",
    "datetime": "datetime", "json": "object",
}  # fmt: skip
OF_FORMATS = {
    "url": ("string", "uri"), "email": ("string", "email"), "uuid": ("string", "uuid"),
    "year": ("year", "default"), "geojson": ("geojson", "default"),
    "lonlat_wgs": ("geopoint", "default"),
}  # fmt: skip


def by_sqlite_utils(path: str) -> Types:
    """Give the types that sqlite-utils tracks while it would insert all rows."""
    reading = importlib.import_module("sqlite_utils.utils")
    tracker = reading.TypeTracker()
    with open(path, "rb") as file:  # noqa: PTH123 - nothing but the tool's own needs is used here
        rows, _ = reading.rows_from_file(file, format=reading.Format.CSV)
        for _row in tracker.wrap(rows):
            pass
    return {name: (OF_SQLITE_UTILS[kind], "default") for name, kind in tracker.types.items()}


def by_csv_detective(path: str) -> Types:
    """Give the types that csv-detective finds over all rows."""
    detective = importlib.import_module("csv_detective")
    found = detective.routine(path, save_results=False, num_rows=-1)["columns"]
    return {
        name: OF_FORMATS.get(
            each["format"], (OF_PYTHON.get(each["python_type"], "string"), "default")
        )
        for name, each in found.items()
    }


TOOLS: dict[str, tuple[str, Callable[[str], Types]]] = {
    "sqlite-utils": ("sqlite_utils", by_sqlite_utils),
    "csv-detective": ("csv_detective", by_csv_detective),
}


def attempted(tool: Callable[[str], Types], path: str) -> Types | None:
    """Ask a tool; None where it cannot read the file, in whatever way it says so."""
    try:
        return tool(path)
    except Exception as error:  # noqa: BLE001 - the others go on, and the file counts as unread
        sys.stderr.write(f"{path}: {type(error).__name__}\n")
        return None


def main() -> None:
    """Describe the files that are named on stdin."""
    there = {}
    for name, (module, tool) in TOOLS.items():
        try:
            importlib.import_module(module)
        except ImportError:
            continue
        there[name] = tool
    for line in sys.stdin:
        path = line.rstrip("\n")
        found = {name: attempted(tool, path) for name, tool in there.items()}
        sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
