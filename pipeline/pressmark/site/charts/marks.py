"""The seven marks of a status: each has a shape and a color, and needs neither alone.

A project's vocabulary of statuses names one for each status. A page gives colors by class, which is
the name, so that they suit light and dark; a picture that leaves the page has those of
the light one. The drawings fill a square of 24.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pressmark.words import find_nearest

SIDE = 24
"""The side of the square that a mark is drawn in."""


@dataclass(frozen=True)
class Mark:
    """A name, which is the class of its color too, what is drawn, and the color on white."""

    name: str
    drawing: str
    color: str


MARKS = (
    Mark("barred", '<circle cx="12" cy="12" r="10.5"/>', "#720c14"),
    Mark("excp", '<path d="M12 12V1.5A10.5 10.5 0 1 0 22.5 12Z"/>', "#bb4d3c"),
    Mark(
        "cond",
        '<circle cx="12" cy="12" r="9.3" fill="none" stroke="currentColor" stroke-width="2.4"/>'
        '<path d="M12 1.5A10.5 10.5 0 0 0 12 22.5Z"/>',
        "#b28005",
    ),
    Mark("halt", '<rect x="2.5" y="2.5" width="19" height="19" rx="1.5"/>', "#754900"),
    Mark(
        "ended",
        '<circle cx="12" cy="12" r="8.7" fill="none" stroke="currentColor" stroke-width="3.6"/>',
        "#4a596a",
    ),
    Mark(
        "disp",
        '<path d="M7.2 8.6C7.2 4.8 9.4 3 12.3 3s5 1.9 5 4.6c0 4-5 4-5 8" fill="none"'
        ' stroke="currentColor" stroke-width="3.8" stroke-linecap="round"/>'
        '<circle cx="12.3" cy="21.2" r="2.5"/>',
        "#762fc7",
    ),
    Mark("none", '<rect x="3" y="10" width="18" height="4" rx="2"/>', "#848991"),
)
BY_NAME: Mapping[str, Mark] = {each.name: each for each in MARKS}


def find_mark(name: str) -> Mark:
    """Give the mark of a name; ValueError, with the nearest, where there is none."""
    found = BY_NAME.get(name)
    if found is None:
        near = find_nearest(name, tuple(BY_NAME))
        right = f"did you mean {near}?" if near else f"choose one of {', '.join(BY_NAME)}"
        message = f"there is no mark {name!r}; {right}"
        raise ValueError(message)
    return found


def choose_marks_in_turn(meanings: Iterable[str]) -> dict[str, Mark]:
    """Give meanings for which nobody chose a mark one each, as they occur; an eighth begins anew.

    They are told apart, not judged: the colors then say nothing more.
    """
    names = dict.fromkeys(meanings)
    return {name: MARKS[position % len(MARKS)] for position, name in enumerate(names)}
