"""A package of somebody else with everything in it that paging stumbles over."""

import csv
import json
from pathlib import Path
from typing import Any

HERE = "/walked-1-0-0"
"""Its address on a site."""
KEYS = (
    "", "$null", "-1", "a", "a,b", "a,b,c", "a~2Cb", "a/b", "a b", "100%", "ü", "🙂", "A", "~", "+",
)  # fmt: skip
"""Keys that are an empty text, that need encoding, or that look encoded."""
NUMBERS = ("", "0.1", "0.2", "0.3", "1", "-1.5", "123456789.12345", "0.1", "")
WHOLE = ("9007199254740993", "9007199254740992", "", "-9223372036854775808", "9223372036854775807")
HUGE = ("18446744073709551616", "5", "", "18446744073709551617")
ODD = ("INF", "NaN", "1.5", "", "-INF")
TRUTH = ("true", "false", "")
DAYS = ("2021-05-18", "", "0001-01-01")
NO_VALUE = "-"
TEXTS = ("", "z", NO_VALUE, "a,b", "z")


QUESTION = """-- title: What lies there?
-- parameter: place = a (a key of places)
select number, text, yes from joined where place = :place order by number"""


def fields(**types: str) -> list[dict[str, Any]]:
    """Write fields by their types."""
    return [{"name": name, "type": kind} for name, kind in types.items()]


VALUES = {
    "number": "number", "whole": "integer", "huge": "integer", "odd": "number", "yes": "boolean",
    "text": "string", "day": "date",
}  # fmt: skip
TABLES: dict[str, dict[str, Any]] = {
    "places": {
        "fields": fields(id="string", **VALUES),
        "primaryKey": ["id"],
        "missingValues": [NO_VALUE],
    },
    "pairs": {
        "fields": fields(place="string", number="integer", **{"a, b] ~": "string"}, after="string"),
        "primaryKey": ["place", "number"],
        "missingValues": [NO_VALUE],
        "foreignKeys": [
            {"fields": name, "reference": {"resource": "places", "fields": "id"}}
            for name in ("place", "after")
        ],
    },
    "loose": {"fields": fields(text="string", number="number", yes="boolean")},
    "numbered": {"fields": fields(rowid="integer", text="string", yes="boolean")},
}
VIEW = "select p.place, p.number, q.text, q.yes from pairs p join places q on q.id = p.place"


def value(number: int, kind: tuple[str, ...], none: str = NO_VALUE) -> str:
    """Choose one of some texts, an empty one being no value."""
    return kind[number % len(kind)] or none


def rows() -> dict[str, list[list[str]]]:
    """Write the records of each table."""
    places = [
        [
            key, value(number, NUMBERS), value(number, WHOLE), value(number, HUGE),
            value(number, ODD), value(number, TRUTH), TEXTS[number % 5], value(number, DAYS),
        ]
        for number, key in enumerate(KEYS)
    ]  # fmt: skip
    pairs = [
        [key, str(number), value(number, ("x", "", "y")), value(number, ("a", "", "a,b"))]
        for key in KEYS[:7]
        for number in (-3, 0, 9007199254740993, 9007199254740992)
    ]
    loose = [
        [value(number, each, "") for each in (("a", "", "b"), NUMBERS, ("true", ""))]
        for number in range(24)
    ]
    numbered = [
        [value(number, ("7", "", "5"), ""), f"t{number % 6}", value(number, TRUTH, "")]
        for number in range(13)
    ]
    return {"places": places, "pairs": pairs, "loose": loose, "numbered": numbered}


def write_package(folder: Path) -> Path:
    """Write the package below a folder and give its descriptor."""
    for name, text in (("views/joined.sql", VIEW), ("queries/there.sql", QUESTION)):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name, records in rows().items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow([each["name"] for each in TABLES[name]["fields"]])
            writer.writerows(records)
    document = {
        "name": "walked",
        "version": "1.0.0",
        "resources": [
            {"name": name, "path": f"{name}.csv", "schema": schema}
            for name, schema in TABLES.items()
        ],
        "pressmark:views": ["views/joined.sql"],
        "pressmark:queries": ["queries/there.sql"],
    }
    path = folder / "datapackage.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
