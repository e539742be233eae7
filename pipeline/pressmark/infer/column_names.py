"""The names of columns: as they stand in the header, each once and none empty."""

import re
from collections import Counter

from pressmark.infer.draft import Doubt, DraftLayout


def named_columns(
    header: tuple[str, ...], width: int, dialect: dict[str, object], doubts: tuple[Doubt, ...]
) -> DraftLayout:
    """Lay out a table of that width whose header holds these cells, or that has none.

    A column without a name gets its number for one, and a name that stands twice is numbered.
    """
    cells = (*header, *[""] * (width - len(header)))
    taken = Counter(cells)
    names: list[str] = []
    more: list[Doubt] = []
    for number, cell in enumerate(cells, start=1):
        name = cell
        if not cell.strip():
            name = unused(f"column_{number}", taken)
            if header:
                more.append(Doubt(f"Column {number} has no name: it is called {name!r}.", 2))
        elif cell in names:
            name = unused(cell, taken)
            more.append(Doubt(f"Column {number} is a second {cell!r}: it is called {name!r}.", 2))
        taken[name] += 1
        names.append(name)
    return DraftLayout(tuple(names), header, dialect, doubts=(*doubts, *more))


def unused(name: str, taken: Counter[str]) -> str:
    """Make a name that is not taken: a number is put behind one that is."""
    number, found = 1, name
    while taken[found]:
        number += 1
        found = f"{name}_{number}"
    return found


def plain(name: str) -> str:
    """Write a name in lower case with single underscores."""
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()).strip("_")
