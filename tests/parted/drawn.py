"""Tables with and without keys, drawn in any order."""

import random
from itertools import product
from typing import Any

from tests.packages import field, fields

WORDS = ("alpha", "Beta", "épsilon", '"quo""te"', '"a,b"', '"two\nlines"', "01", "𝄞", "z")


def draw_keyed(draw: random.Random) -> str:
    """Draw records in any order, with a key of two fields."""
    keys = list(product(range(-40, 60), WORDS))
    draw.shuffle(keys)
    lines = [
        f"{number:+d},{word},{draw.choice(['', '2021-05-18', '1999-12-31'])},"
        f"{draw.choice(['', '1.50', '-0', '1e3'])},{draw.choice(['true', '0', ''])}"
        for number, word in keys
    ]
    return "\n".join(["n,w,day,size,is", *lines]) + "\n"


KEYED = fields(
    field("n", "integer"), field("w"), field("day", "date"), field("size", "number"),
    field("is", "boolean"), primaryKey=["n", "w"],
)  # fmt: skip


def draw_tables(seed: int) -> dict[str, tuple[dict[str, Any], str]]:
    """Draw tables: with a key, without one, without records, and with one alone."""
    draw = random.Random(seed)  # noqa: S311 - a sample
    loose = [f"{draw.choice(WORDS)},{draw.randint(0, 9)}" for _ in range(900)]
    return {
        "keyed": (KEYED, draw_keyed(draw)),
        "loose": (fields(field("a"), field("b", "integer")), "\n".join(["a,b", *loose, ""])),
        "empty": (fields(field("a"), primaryKey=["a"]), "a\n"),
        "one": (fields(field("a")), "a\nonly\n"),
    }
