"""What a chart shows by colour and by shape: each meaning has both, and needs neither alone.

The colours tell apart for readers who do not see red or green (after Okabe and Ito); pages give
them by class, so that they suit light and dark.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """A colour, the class by which a stylesheet may give another, and a shape in a square of ±1."""

    colour: str
    name: str
    path: str


MARKS = (
    Mark("#0072b2", "mark-1", "M-.9,0A.9,.9,0,1,1,.9,0A.9,.9,0,1,1,-.9,0Z"),
    Mark("#b45309", "mark-2", "M-.8,-.8H.8V.8H-.8Z"),
    Mark("#00795a", "mark-3", "M0,-1L1,.8H-1Z"),
    Mark("#a2427f", "mark-4", "M0,-1.1L1.1,0L0,1.1L-1.1,0Z"),
    Mark("#5c6770", "mark-5", "M-.35,-1H.35V-.35H1V.35H.35V1H-.35V.35H-1V-.35H-.35Z"),
    Mark("#7a5c00", "mark-6", "M0,1L1,-.8H-1Z"),
)
"""The first belongs to the first meaning that occurs, and so on; a seventh begins again."""

INK, QUIET, LAND, LINE = "#1b2326", "#55626b", "#eef1f0", "#aab5b4"
CLASSES = {
    **{mark.colour: mark.name for mark in MARKS},
    INK: "ink",
    QUIET: "quiet",
    LAND: "land",
    LINE: "line",
}
"""The class of each colour that a drawing may hold."""


def mark_of(position: int) -> Mark:
    """Give the mark of the meaning at a position, counted from 0."""
    return MARKS[position % len(MARKS)]


def marks_of(meanings: tuple[str, ...]) -> dict[str, Mark]:
    """Give each meaning its mark, in the order in which they first occur."""
    return {meaning: mark_of(each) for each, meaning in enumerate(dict.fromkeys(meanings))}
