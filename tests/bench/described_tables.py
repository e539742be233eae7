"""Tables of other publishers, with the types that these wrote: what a description is held against.

Every column of a plain CSV file counts whose publisher wrote a type of the standard for it, and
that holds a value. Two kinds are told apart. A table whose columns are all said to be text was
given no types: nobody stated any. And a column is contradicted by its own data where the type that
was written does not read all of its values, as frictionless judges, or changes one.
"""

import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

import frictionless
import yaml

from pressmark.package.schema import FieldType

TABLE = Path(__file__).with_name("described.csv")
LARGEST = 1_000_000
"""Bytes of a file above which it is left out: of larger ones some of the others take minutes."""
DESCRIPTORS = ("datapackage.json", "datapackage.yaml", "datapackage.yml")
ANY = {"date": ("%Y-%m-%d", "YYYY-MM-DD", "any"), "datetime": ("any",), "time": ("any",)}
"""Formats that say no more than the default."""
WITHOUT_FORMATS = ("integer", "number", "year", "boolean")
CHANGED = re.compile(r"[+-]?0[0-9]+|[0-9]{16,}")
"""What a number does not keep: zeros in front, and digits for which it has no room."""
JUDGED_BY = ("decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues")

Described = tuple[str, str]
"""A type and its format."""


class Repository(NamedTuple):
    """A public repository with packages, at a commit, and what its first package's license is."""

    repository: str
    commit: str
    license: str


class Written(NamedTuple):
    """What a publisher wrote of a column that holds values, and whether its data contradicts it."""

    described: Described
    contradicted: bool
    changes: bool
    """Whether a number would change one of the values."""


class PublishedTable(NamedTuple):
    """A file with what its publisher wrote of its columns."""

    package: str
    path: Path
    columns: dict[str, Written]
    typed: bool
    """Whether any column of the table is said to be something else than text."""


def repositories() -> tuple[Repository, ...]:
    """Read which repositories are looked at."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(Repository(**line) for line in csv.DictReader(file))


def tables_in(folder: Path) -> Iterator[PublishedTable]:
    """Give the tables of all packages in a folder, each file once."""
    seen = set()
    found = sorted(path for name in DESCRIPTORS for path in folder.rglob(name))
    for descriptor in found:
        for path, fields in files_of(descriptor):
            if path not in seen:
                seen.add(path)
                yield table_of(str(descriptor.parent), path, fields)


def files_of(descriptor: Path) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """Give the plain CSV files of a package with the fields that its publisher wrote."""
    package = read(descriptor)
    resources = package.get("resources") if isinstance(package, dict) else None
    for resource in (each for each in resources or () if isinstance(each, dict)):
        schema, path = resource.get("schema"), resource.get("path")
        if isinstance(path, list) and len(path) == 1:
            (path,) = path
        if isinstance(schema, str) and "//" not in schema:
            schema = read(descriptor.parent / schema)
        if not isinstance(schema, dict) or not isinstance(path, str) or "//" in path:
            continue
        file = descriptor.parent / path
        plain = path.lower().endswith(".csv") and not resource.get("compression")
        if plain and file.is_file() and 0 < file.stat().st_size <= LARGEST:
            missing = schema.get("missingValues", [""])
            fields = [each for each in schema.get("fields") or () if is_typed(each)]
            yield file, [{"missingValues": missing, **each} for each in fields]


def read(path: Path) -> Any:
    """Read JSON or YAML; None where it is neither, or not there."""
    try:
        text = path.read_text("utf-8-sig")
        return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (ValueError, OSError, yaml.YAMLError):
        return None


def is_typed(field: Any) -> bool:
    """Whether a field has a name, and a type of the standard that says what it holds."""
    known = set(get_args(FieldType)) - {"any"}
    return (
        isinstance(field, dict)
        and isinstance(field.get("name"), str)
        and field.get("type", "string") in known
    )


def table_of(package: str, path: Path, fields: list[dict[str, Any]]) -> PublishedTable:
    """Judge what a publisher wrote of the columns of a file that hold values."""
    valued = values_of(path, [each["name"] for each in fields])
    columns = {each["name"]: written(each, valued[each["name"]]) for each in fields}
    typed = any(each.get("type", "string") != "string" for each in fields)
    held = {name: each for name, each in columns.items() if valued[name]}
    return PublishedTable(package, path, held, typed)


def values_of(path: Path, names: list[str]) -> dict[str, list[str]]:
    """Read the distinct texts of each column, by plain means."""
    csv.field_size_limit(sys.maxsize)
    texts: dict[str, set[str]] = {name: set() for name in names}
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            for name in names:
                texts[name].add(row.get(name) or "")
    return {name: sorted(found - {""}) for name, found in texts.items()}


def written(field: dict[str, Any], values: list[str]) -> Written:
    """Give what was written of a column, and whether its values contradict that."""
    kind, form = str(field.get("type", "string")), str(field.get("format") or "default")
    plain = form in ANY.get(kind, ()) or kind in WITHOUT_FORMATS
    described = (kind, "default" if plain else form)
    changes = any(map(CHANGED.fullmatch, values))
    wrong = (changes and kind in ("integer", "number")) or not reads_all(field, kind, form, values)
    return Written(described, wrong, changes)


def reads_all(field: dict[str, Any], kind: str, form: str, values: list[str]) -> bool:
    """Whether frictionless reads all values as what was written."""
    described = {"name": "v", "type": kind, "missingValues": field["missingValues"]}
    described |= {name: field[name] for name in JUDGED_BY if name in field}
    if form != "default" and kind not in WITHOUT_FORMATS:
        described["format"] = form
    try:
        reading = frictionless.Field.from_descriptor(described).create_cell_reader()
        return not any((reading(text)[1] or {}).get("type") for text in values)
    except (frictionless.FrictionlessException, ValueError, TypeError):
        return False
