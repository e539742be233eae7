"""What holds at snapshot after snapshot → from which on, and until which, each thing holds."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Row = dict[str, Any]
"""A row of a table of a catalogue: its values by the names of columns; others are NULL."""


@dataclass(frozen=True)
class Span(Generic[Key, Value]):
    """A value of one key, from snapshot `begin` on and before `end`; None where it still holds."""

    key: Key
    value: Value
    begin: int
    end: int | None


def list_spans(
    states: Sequence[tuple[int, Mapping[Key, Value]]],
) -> Iterator[Span[Key, Value]]:
    """Join what stays the same from one snapshot to the next, in the order in which it begins.

    `states` gives of each snapshot, by its number, all that holds then.
    """
    open_: dict[Key, int] = {}
    found: list[Span[Key, Value]] = []
    for number, state in states:
        for key in [key for key, place in open_.items() if state.get(key) != found[place].value]:
            place = open_.pop(key)
            found[place] = replace(found[place], end=number)
        for key, value in state.items():
            if key not in open_:
                open_[key] = len(found)
                found.append(Span(key, value, number, None))
    yield from found


def tell_span(each: Span[Any, Any]) -> Row:
    """Say from when to when something holds."""
    return {"begin_snapshot": each.begin, "end_snapshot": each.end}
