"""What a descriptor says and nobody checked, as a report tells it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pressmark.words import cut, plural

SHOWN = 3
"""Properties of one kind that a line names; the JSON of a report names all."""
LONGEST = 200


@dataclass(frozen=True)
class NotChecked:
    """A property that was not checked: its path in the descriptor, what it says, and why not."""

    path: str
    value: str
    why: str


def told(properties: Iterable[NotChecked]) -> Iterator[str]:
    """Say what was not checked, in a line for each reason."""
    by_reason: dict[str, list[NotChecked]] = {}
    for each in properties:
        by_reason.setdefault(each.why, []).append(each)
    for why, found in by_reason.items():
        named = ", ".join(f"{each.path} ({each.value})" for each in found[:SHOWN])
        more = len(found) - SHOWN
        tail = f" and {plural(more, 'other')}" if more > 0 else ""
        yield cut(f"Not checked, as {why}: {named}", LONGEST * SHOWN) + f"{tail}."
