"""Makes the files that are measured: a table of 12 columns and the parents it refers to.

The same seed gives the same bytes. Records are written as they are made, so that ten million take
no memory; a file that is already there is used again.
"""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

SEED = 20_240_501
PARENTS = 10_000
PLANTED = 100
CHUNK = 10_000
"""Records written at once."""

KINDS = ("alpha", "beta", "gamma", "delta", "epsilon")
TEXTS = (
    "plain words, with a comma",
    'she said ""no"", and left',
    "two lines\nin one cell",
    "Zürich, Łódź and São Paulo",
    "nothing of note",
)
BLANK, SHORT, LONG = "", "1,2,3", ",".join("x" * 13)

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "constraints": {"minimum": 1}},
    {"name": "uuid", "type": "string", "format": "uuid", "constraints": {"unique": True}},
    {"name": "code", "type": "string", "constraints": {"pattern": "[A-Z]{3}-[0-9]{4}"}},
    {"name": "kind", "type": "string", "constraints": {"required": True, "enum": list(KINDS)}},
    {"name": "day", "type": "date", "constraints": {"minimum": "1990-01-01"}},
    {"name": "moment", "type": "datetime"},
    {"name": "amount", "type": "number", "constraints": {"minimum": 0, "maximum": 100_000}},
    {"name": "open", "type": "boolean"},
    {"name": "note", "type": "string", "constraints": {"maxLength": 200}},
    {"name": "parent", "type": "string"},
    {"name": "weight", "type": "number"},
    {"name": "page", "type": "string", "format": "uri"},
]
NAMES = [field["name"] for field in FIELDS]

WRONG: tuple[tuple[str, str], ...] = (
    ("id", "12x"),
    ("id", "0"),
    ("id", "1"),
    ("uuid", "not-a-uuid"),
    ("uuid", "00000000-0000-4000-8000-000000000000"),
    ("code", "abc-1234"),
    ("kind", "alhpa"),
    ("kind", ""),
    ("day", "2021-02-30"),
    ("day", "1980-01-01"),
    ("moment", "2021-01-01 10:00"),
    ("amount", "12;5"),
    ("amount", "-1.5"),
    ("amount", "100000.5"),
    ("open", "perhaps"),
    ("note", "x" * 201),
    ("note", "bell\x07"),
    ("note", "turned\u202earound"),
    ("parent", "p99999"),
    ("weight", "heavy"),
    ("page", "no address"),
)
"""A cell of each kind that is wrong, by its field; records as a whole can be wrong besides."""
WHOLE = (BLANK, SHORT, LONG)


def make_package(folder: Path, records: int, *, planted: bool = False) -> Path:
    """Make a package of so many records, with 100 errors of every kind or none; give its place."""
    place = folder / f"{records}{'-planted' if planted else ''}"
    path = place / "datapackage.json"
    if path.exists():
        return path
    place.mkdir(parents=True, exist_ok=True)
    parents = "".join(f"p{number:05},parent {number}\n" for number in range(PARENTS))
    (place / "parents.csv").write_text(f"id,name\n{parents}", encoding="utf-8")
    with (place / "records.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(NAMES) + "\n")
        for chunk in chunks(records, planter(records) if planted else lambda _, line: line):
            file.write(chunk)
    path.write_text(json.dumps(descriptor(), indent=1), encoding="utf-8")
    return path


def descriptor() -> dict[str, Any]:
    """Describe the two tables."""
    reference = {"resource": "parents", "fields": ["id"]}
    parents = {"fields": [{"name": "id"}, {"name": "name"}], "primaryKey": ["id"]}
    schema = {
        "fields": FIELDS,
        "primaryKey": ["id"],
        "foreignKeys": [{"fields": ["parent"], "reference": reference}],
    }
    tables = {"records": schema, "parents": parents}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "bench",
        "version": "1.0.0",
        "resources": [
            {"name": name, "type": "table", "path": f"{name}.csv", "schema": each}
            for name, each in tables.items()
        ],
    }


def chunks(records: int, change: Callable[[int, str], str]) -> Iterator[str]:
    """Give the lines of all records, many at once, each as `change` leaves it."""
    chance = random.Random(SEED)  # noqa: S311 - measured, not guarded
    for start in range(1, records + 1, CHUNK):
        numbers = range(start, min(start + CHUNK, records + 1))
        yield "".join(change(number, record(number, chance)) + "\n" for number in numbers)


def record(number: int, chance: random.Random) -> str:
    """Write one sound record."""
    bits = chance.getrandbits(128)
    digits = f"{bits:032x}"
    uuid = f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"
    letters = "".join(chr(65 + (bits >> shift) % 26) for shift in (3, 11, 19))
    date = f"{1990 + bits % 35}-{1 + (bits >> 7) % 12:02}-{1 + (bits >> 12) % 28:02}"
    clock = f"{(bits >> 20) % 24:02}:{(bits >> 25) % 60:02}:{(bits >> 31) % 60:02}"
    weight = f"{(bits >> 40) % 9999 / 10}" if bits % 3 else ""
    return (
        f"{number},{uuid},{letters}-{bits % 10000:04},{KINDS[bits % 5]},{date},{date}T{clock}Z,"
        f"{(bits >> 50) % 10_000_000 / 100},{'true' if bits % 2 else 'false'},"
        f'"{TEXTS[(bits >> 60) % 5]}",p{(bits >> 70) % PARENTS:05},{weight},'
        f"https://example.org/{digits[:6]}/{number}"
    )


def planter(records: int) -> Callable[[int, str], str]:
    """Give what changes a record's line so that there are 100 errors of every kind in the file."""
    kinds: list[tuple[str | None, str]] = [*WRONG, *((None, line) for line in WHOLE)]
    step = max(records // (PLANTED * len(kinds)), 1)

    def change(number: int, line: str) -> str:
        turn, rest = divmod(number, step)
        if rest or turn > PLANTED * len(kinds):
            return line
        name, wrong = kinds[turn % len(kinds)]
        if name is None:
            return wrong
        note = line.index('"'), line.rindex('"') + 1
        cells = [
            *line[: note[0] - 1].split(","),
            line[note[0] : note[1]],
            *line[note[1] + 1 :].split(","),
        ]
        cells[NAMES.index(name)] = wrong
        return ",".join(cells)

    return change


def rewrite(_: int, line: str) -> str:
    """Turn a record's truth around."""
    return (
        line.replace(",true,", ",TRUE,").replace(",false,", ",true,").replace(",TRUE,", ",false,")
    )
