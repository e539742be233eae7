"""The names of columns: as they stand in the header, each once and none empty."""

import unicodedata
from collections import Counter

from pressmark.infer.draft import Doubt, DraftLayout
from pressmark.rules.legible import find_hidden_in_name

MOST_TOLD = 5


def name_columns(
    header: tuple[str, ...], width: int, dialect: dict[str, object], doubts: tuple[Doubt, ...]
) -> DraftLayout:
    """Lay out a table of that width whose header holds these cells, or that has none.

    A column without a name gets its number for one, and a name that stands twice is numbered.
    """
    whole = (*header, *[""] * (width - len(header)))
    cells = tuple(map(render_legible, whole))
    taken = Counter(cells)
    names: list[str] = []
    more: list[Doubt] = []
    changed = [name for name, cell in zip(cells, whole, strict=True) if name != cell.strip()]
    if changed:
        listed = ", ".join(map(repr, changed[:MOST_TOLD]))
        words = f"Line ends, repeated blanks or unseen characters were left out of names: {listed}."
        more.append(Doubt(words, 2))
    for number, cell in enumerate(cells, start=1):
        name = cell
        if not cell.strip():
            name = make_unused_name(f"column_{number}", taken)
            if header:
                words = f"Column {number} has no name: it is called {name!r}."
                more.append(Doubt(words, 2, judged=True))
        elif cell in names:
            name = make_unused_name(cell, taken)
            words = f"Column {number} is a second {cell!r}: it is called {name!r}."
            more.append(Doubt(words, 2, judged=True))
        taken[name] += 1
        names.append(name)
    return DraftLayout(tuple(names), header, dialect, doubts=(*doubts, *more))


def render_legible(cell: str) -> str:
    """Write a name in one line, without characters that nobody sees."""
    name = " ".join(cell.split())
    if find_hidden_in_name(name) is None:
        return name
    seen = (" " if unicodedata.category(each) == "Cc" else each for each in name)
    shown = "".join(each for each in seen if unicodedata.category(each) != "Cf")
    return " ".join(shown.split())


def make_unused_name(name: str, taken: Counter[str]) -> str:
    """Make a name that is not taken: a number is put behind one that is."""
    number, found = 1, name
    while taken[found]:
        number += 1
        found = f"{name}_{number}"
    return found
