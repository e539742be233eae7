"""Measures what `pressmark describe` makes of published packages whose schemas are hidden from it.

`python -m tests.bench.describe FOLDER` takes the folder of checkouts of `make check-publishers`, or
any folder of packages. Every column of a plain CSV file counts whose publisher wrote a type of the
standard for it, and that holds a value; a table whose columns are all said to be text was given no
types, and does not count. Equal is the same type and format as the publisher wrote;
a choice is lossy that does not read every value, or that changes one: zeros in front, or digits
that a number has no room for. Missing values are not compared.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import duckdb

from pressmark.errors import PressmarkError
from pressmark.infer.describing import describe
from pressmark.package.schema import FieldType

Types = dict[str, tuple[str, str]]
"""Of each column its type and format."""
LARGEST = 8_000_000
SAME_AS_DEFAULT = {"date": ("%Y-%m-%d", "YYYY-MM-DD", "any"), "datetime": ("any",)}
OF_DUCKDB = {
    "BIGINT": "integer", "HUGEINT": "integer", "DOUBLE": "number", "DATE": "date",
    "TIMESTAMP": "datetime", "TIME": "time", "BOOLEAN": "boolean", "VARCHAR": "string",
}  # fmt: skip
CHANGED = re.compile(r"[+-]?0[0-9]+|[0-9]{16,}")
Tool = Callable[[Path], Types]


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(prog="python -m tests.bench.describe", description=__doc__)
    words.add_argument("folder", type=Path)
    folder = words.parse_args().folder
    counts: dict[str, Counter[str]] = {name: Counter() for name in TOOLS}
    packages = 0
    for descriptor in sorted(folder.rglob("datapackage.json")):
        before = counts["pressmark"]["columns"]
        for path, published in tables_of(descriptor):
            for name, tool in TOOLS.items():
                compare(published, attempted(tool, path), path, counts[name])
        packages += counts["pressmark"]["columns"] > before
    show(packages, counts)


def tables_of(descriptor: Path) -> Iterator[tuple[Path, Types]]:
    """Give the plain CSV files of a package with the types that its publisher wrote."""
    try:
        resources = json.loads(descriptor.read_text("utf-8-sig")).get("resources", [])
    except (ValueError, AttributeError):
        return
    for resource in (each for each in resources if isinstance(each, dict)):
        schema, path = (resource.get(each) for each in ("schema", "path"))
        if isinstance(schema, str) and (descriptor.parent / schema).is_file():
            schema = json.loads((descriptor.parent / schema).read_text("utf-8-sig"))
        if not (isinstance(schema, dict) and isinstance(path, str) and path.endswith(".csv")):
            continue
        file = descriptor.parent / path
        if file.is_file() and 0 < file.stat().st_size <= LARGEST:
            types = dict(filter(None, map(published_type, schema.get("fields", []))))
            if any(kind != "string" for kind, _ in types.values()):
                yield file, types


def published_type(field: Any) -> tuple[str, tuple[str, str]] | None:
    """Give a field's name with its type and format, if that type says what it holds."""
    known = set(get_args(FieldType)) - {"any"}
    if not isinstance(field, dict) or not isinstance(field.get("name"), str):
        return None
    kind, form = field.get("type", "string"), field.get("format") or "default"
    if kind not in known:
        return None
    return field["name"], (kind, "default" if form in SAME_AS_DEFAULT.get(kind, ()) else form)


def by_pressmark(path: Path) -> Types:
    """Give the types that Pressmark drafts; a column without values is none."""
    (table, *_) = describe([path])
    return {
        field.name: (field.type, field.properties.get("format", "default"))
        for field in table.fields
        if field.reason != "no cell holds a value"
    }


def by_frictionless(path: Path) -> Types:
    """Give the types that frictionless describes."""
    import frictionless

    with frictionless.system.use_context(trusted=True):
        schema = frictionless.Schema.describe(str(path))
    return {field.name: (field.type, field.format or "default") for field in schema.fields}


def by_duckdb(path: Path) -> Types:
    """Give the types that DuckDB's sniffer finds."""
    with duckdb.connect() as connection:
        (row,) = connection.execute("select columns from sniff_csv(?)", [str(path)]).fetchall()
    return {each["name"]: (OF_DUCKDB.get(each["type"], each["type"]), "default") for each in row[0]}


TOOLS: dict[str, Tool] = {
    "pressmark": by_pressmark,
    "frictionless describe": by_frictionless,
    "DuckDB's sniffer": by_duckdb,
}


def attempted(tool: Tool, path: Path) -> Types:
    """Ask a tool; nothing where it cannot read the file."""
    from frictionless import FrictionlessException

    try:
        return tool(path)
    except (PressmarkError, duckdb.Error, FrictionlessException) as error:
        sys.stderr.write(f"{path.name}: {type(error).__name__}\n")
        return {}


def compare(published: Types, found: Types, path: Path, counts: Counter[str]) -> None:
    """Count the columns that a tool described as their publisher did, and its lossy choices."""
    valued = values_of(path, published)
    for name, written in published.items():
        if not valued.get(name):
            continue
        counts["columns"] += 1
        counts["equal"] += found.get(name) == written
        counts["none"] += name not in found
        kind = found.get(name, ("string", ""))[0]
        changes = kind in ("integer", "number") and any(map(CHANGED.fullmatch, valued[name]))
        counts["lossy"] += changes


def values_of(path: Path, published: Types) -> dict[str, list[str]]:
    """Read the distinct texts of each column, by plain means."""
    import csv

    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: sorted({row.get(name) or "" for row in rows} - {""}) for name in published}


def show(packages: int, counts: dict[str, Counter[str]]) -> None:
    """Print the table."""
    sys.stdout.write(f"{packages} packages\n\n")
    sys.stdout.write(f"{'':24}{'columns':>9}{'equal':>9}{'':>9}{'lossy':>9}{'unread':>9}\n")
    for name, each in counts.items():
        share = 100 * each["equal"] / max(each["columns"], 1)
        numbers = (each["columns"], each["equal"], f"{share:.1f} %", each["lossy"], each["none"])
        sys.stdout.write(f"{name:24}" + "".join(f"{number:>9}" for number in numbers) + "\n")


if __name__ == "__main__":
    main()
