"""Makes packages of other shapes than one long table: wide, of many tables, and wrong all over."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.bench.made import CHUNK

TYPES = ("integer", "number", "string", "date", "boolean")
CELLS = ("12", "1.5", "plain words", "2021-03-04", "true")


def make_wide(folder: Path, columns: int, records: int) -> Path:
    """Make a table of so many columns of five types, and a key; give its descriptor."""
    names = [f"f{number}" for number in range(columns - 1)]
    fields = [{"name": "id", "type": "integer"}]
    fields += [{"name": each, "type": TYPES[at % 5]} for at, each in enumerate(names)]
    cells = ",".join(CELLS[at % 5] for at in range(columns - 1))
    lines = (f"{number},{cells}\n" for number in range(1, records + 1))
    schema = {"fields": fields, "primaryKey": ["id"]}
    return write(folder / f"wide-{columns}-{records}", {"wide": (schema, lines)})


def make_many(folder: Path, tables: int, records: int = 20) -> Path:
    """Make so many small tables, each of which refers to the one before; give their descriptor."""
    made = {}
    for number in range(tables):
        fields = [{"name": "id", "type": "integer"}, {"name": "before", "type": "integer"},
                  {"name": "day", "type": "date"}, {"name": "note", "type": "string"}]  # fmt: skip
        schema: dict[str, Any] = {"fields": fields, "primaryKey": ["id"]}
        if number:
            reference = {"resource": f"t{number - 1}", "fields": ["id"]}
            schema["foreignKeys"] = [{"fields": ["before"], "reference": reference}]
        lines = (f"{at},{at},2021-03-04,record {at}\n" for at in range(records))
        made[f"t{number}"] = (schema, lines)
    return write(folder / f"many-{tables}", made)


def make_wrong(folder: Path, findings: int) -> Path:
    """Make a table in which a cell of each record is wrong; give its descriptor."""
    fields = [{"name": "id", "type": "integer"}, {"name": "day", "type": "date"}]
    schema = {"fields": fields, "primaryKey": ["id"]}
    lines = (f"{at},2021-02-3{at % 10}\n" for at in range(findings))
    return write(folder / f"wrong-{findings}", {"wrong": (schema, lines)})


def write(place: Path, tables: Mapping[str, tuple[dict[str, Any], Iterable[str]]]) -> Path:
    """Write a package of tables, each a schema and its lines, unless it is there."""
    path = place / "datapackage.json"
    if path.exists():
        return path
    place.mkdir(parents=True, exist_ok=True)
    resources = []
    for name, (schema, lines) in tables.items():
        with (place / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(",".join(each["name"] for each in schema["fields"]) + "\n")
            for chunk in joined(iter(lines)):
                file.write(chunk)
        resources.append({"name": name, "type": "table", "path": f"{name}.csv", "schema": schema})
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    document = {"$schema": profile, "name": "bench", "version": "1.0.0", "resources": resources}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def joined(lines: Iterator[str]) -> Iterator[str]:
    """Join many lines at once."""
    while chunk := "".join(line for _, line in zip(range(CHUNK), lines, strict=False)):
        yield chunk
