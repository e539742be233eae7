"""Packages with errors of every kind, planted and drawn."""

import random
from typing import Any

from tests.packages import field, fields

PLANTED = fields(
    field("id", "integer"),
    field("name", constraints={"minLength": 2, "maxLength": 12, "pattern": "[^0-9]*"}),
    field("kind", constraints={"enum": ["ban", "limit", "none"]}),
    field("day", "date", constraints={"required": True, "maximum": "2026-01-01"}),
    field("size", "number", constraints={"minimum": 0, "exclusiveMaximum": 100}),
    field("more", "object", constraints={"jsonSchema": {"required": ["a"]}}),
    primaryKey=["id"],
)
RIGHT = ("name", "ban", "2021-05-18", "1.5", '"{""a"": 1}"')
WRONG = (
    ("x", "bann", "2021-02-30", "-1", "{}"),
    ("much longer than that", "", "", "100", "[1]"),
    ("=1+1", "limt", "2026-01-02", "1,5", '"{""a"":"'),
    ("a\x07b", "none", "18/05/2021", "0.12345678901234567890123", ""),
    ('"two\nlines"', "ban", "2021-05-18", "1e400", '"{""a"": ""#REF!""}"'),
)


def plant(records: int) -> str:
    """Write a table in which every ninth record is wrong, some are no records, and keys repeat."""
    lines = ["id,name,kind,day,size,more"]
    for number in range(1, records + 1):
        cells = WRONG[number // 9 % len(WRONG)] if number % 9 == 0 else RIGHT
        lines.append(",".join([str(number if number % 14 else 7), *cells]))
        if number % 31 == 0:
            lines.append(("", "1,2", "1,2,3,4,5,6,7")[number // 31 % 3])
    return "\n".join(lines) + "\n"


def refer(names: str, to: str, resource: str | None = None) -> dict[str, Any]:
    """Write a foreign key."""
    reference = {"fields": to.split()} | ({"resource": resource} if resource else {})
    return {"fields": names.split(), "reference": reference}


CHILD = fields(
    field("a", constraints={"unique": True}),
    field("b"),
    field("c", "integer"),
    foreignKeys=[
        refer("a", "a", "p"), refer("a b", "a b", "p"), refer("b", "a"), refer("c", "c", "p"),
    ],
)  # fmt: skip
PARENT = fields(field("a"), field("b"), field("c", "string"), uniqueKeys=[["a", "b"]])
WORDS = ("alpha", "alphb", "beta", "gamma-1", "gamma-2", "delta", "", "épsilon", "01", "1")


def draw_table(draw: random.Random, records: int) -> str:
    """Draw a table of keys, many of which repeat or lead nowhere; not every record is one."""
    lines = ["a,b,c"]
    for _ in range(records):
        number = draw.choice(("1", "01", "2", "3", "x", ""))
        lines.append(f"{draw.choice(WORDS)},{draw.choice(WORDS)},{number}")
        if draw.random() < 0.05:
            lines.append(draw.choice(("", "a,b", '"two\nlines","b",1')))
    return "\n".join(lines) + "\n"
