"""Days that are written in more than one way: no format reads them all, and a person could."""

import re
from collections.abc import Sequence
from fractions import Fraction

from pressmark.infer.candidates import CANDIDATES

NEARLY = Fraction(4, 5)
"""The share of a column's texts that must be days."""
FEWEST = 3
"""So many texts at least."""
SHOWN = 3


def find_ways(texts: Sequence[str]) -> tuple[str, ...]:
    """Give a text for each way in which days are written, the first few; nothing where it is one.

    Nothing either where too many of the texts are no days.
    """
    shapes = [each.shape for each in CANDIDATES if each.type == "date"]
    days = [text for text in texts if any(shape.fullmatch(text) for shape in shapes)]
    if len(days) < FEWEST or Fraction(len(days), len(texts)) < NEARLY:
        return ()
    # Which part is the year, whether the month is a word, and what stands between.
    ways = {re.sub("[0-9]+", "0", re.sub("[0-9]{4}", "Y", re.sub("[A-Za-z]+", "M", text))): text
            for text in reversed(days)}  # fmt: skip
    found = sorted(ways.values(), key=days.index)
    return tuple(found[:SHOWN]) if len(found) > 1 else ()
