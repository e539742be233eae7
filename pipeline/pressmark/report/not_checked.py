"""What a descriptor says and nobody checked, as a report tells it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pressmark.words import cut, phrase_count

SHOWN = 3
"""Properties of one kind that a line names; the JSON of a report names all."""
LONGEST = 200


@dataclass(frozen=True)
class NotChecked:
    """A property that was not checked: its path in the descriptor, what it says, and why not."""

    path: str
    value: str
    why: str


def name_some(names: Sequence[str]) -> str:
    """Name the first few things of a list, and say how many others there are."""
    more = len(names) - SHOWN
    tail = f" and {phrase_count(more, 'other')}" if more > 0 else ""
    return cut(", ".join(names[:SHOWN]), LONGEST * SHOWN) + tail


def tell_not_checked(properties: Iterable[NotChecked]) -> Iterator[str]:
    """Say what was not checked, in a line for each reason."""
    by_reason: dict[str, list[NotChecked]] = {}
    for each in properties:
        by_reason.setdefault(each.why, []).append(each)
    for why, found in by_reason.items():
        names = [f"{each.path} ({each.value})" for each in found]
        yield f"Not checked, as {why}: {name_some(names)}."
