"""What shows without SQL that a text matches a pattern, for patterns of the simplest kinds."""

import re
from functools import lru_cache

from pressmark.field_types.evident import DIGITS, MOST_SETS, Bytes, Places

PIECE = re.compile(
    r"(?:\[(?P<inside>[^\[\]\\^]+)\]|(?P<digit>\\d)|(?P<letter>[A-Za-z0-9 _/:;,@=#%&~!<>\"'-]))"
    r"(?:\{(?P<least>[0-9]{1,6})(?P<open>,(?P<most>[0-9]{1,6})?)?\}|(?P<sign>[+*?]))?",
    re.ASCII,
)
RANGE = re.compile(r"([ -~])-([ -~])|([ -~])", re.ASCII)
SIGNS: dict[str, tuple[int, int | None]] = {"+": (1, None), "*": (0, None), "?": (0, 1)}
MOST_TIMES = 1_000
"""How often the engine lets a piece be repeated (RE2)."""
LONGEST = 200
"""Places of the longest text that is looked at place by place."""

Repeated = tuple[bytes, int, int | None]
"""Bytes, and how often one of them stands there: from, to."""


@lru_cache
def prove_pattern(pattern: str) -> Bytes | Places | None:
    """Give the proof that a whole text matches a pattern of XML Schema; None where none is known.

    It is known of pieces of fixed length, and of a single piece of any: letters of ASCII and
    classes of them, repeated. Anchors at both ends say nothing more. The engine understands such a
    pattern.
    """
    pieces = read_pieces(pattern.removeprefix("^").removesuffix("$"))
    if not pieces:
        return None
    if len(pieces) == 1:
        return Bytes(*pieces[0])
    if any(least != most for _, least, most in pieces):
        return None
    if not 0 < sum(least for _, least, _ in pieces) <= LONGEST:
        return None
    sets = tuple(of for of, least, _ in pieces for _ in range(least))
    return Places(sets) if len(set(sets)) <= MOST_SETS else None


def read_pieces(pattern: str) -> list[Repeated] | None:
    """Read a pattern as pieces that follow each other; None where it is anything else."""
    pieces: list[Repeated] = []
    position = 0
    while position < len(pattern):
        found = PIECE.match(pattern, position)
        of = found and read_set(found)
        if found is None or not of:
            return None
        least, most = SIGNS.get(found["sign"], (1, 1))
        if found["least"]:
            least = int(found["least"])
            most = int(found["most"]) if found["most"] else None if found["open"] else least
            if max(least, most or 0) > MOST_TIMES or (most is not None and most < least):
                return None
        pieces.append((of, least, most))
        position = found.end()
    return pieces


def read_set(found: re.Match[str]) -> bytes | None:
    """Give the bytes that a piece may be; None where its class is not plainly written."""
    if found["digit"]:
        return DIGITS
    if found["letter"]:
        return found["letter"].encode()
    inside, held = found["inside"], set[int]()
    position = 0
    while position < len(inside):
        item = RANGE.match(inside, position)
        if item is None or (item[1] == "-" and position) or item[2] == "-":
            return None
        if item[3] == "-" and 0 < position < len(inside) - 1:
            return None
        first, last = ord(item[1] or item[3]), ord(item[2] or item[3])
        if last < first:
            return None
        held.update(range(first, last + 1))
        position = item.end()
    return bytes(sorted(held))
