"""Cells that hold several items: of which type these are, and what stands between them.

A list of texts is seen by its words, which come again in other cells and in other places. A column
of names with a comma has no such words, and stays text ("list" of Table Schema v2).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from pressmark.field_types import DAY
from pressmark.infer.candidates import NUMBER, PLAIN, Candidate, make_candidate

BETWEEN = ("; ", ";", " | ", "|", ", ", ",")
"""What stands between items, that with a blank before that without."""
ITEMS: tuple[tuple[str, str, str], ...] = (
    ("integer", PLAIN, "whole numbers"),
    ("number", NUMBER, "numbers"),
    ("date", DAY, "dates"),
)
"""Types of items that no text has by chance, and how they are written."""
FEWEST = 5
"""So many different cells at least hold more than one item."""
SHARE = 0.3
"""So large a share of the different cells does."""
LONGEST_ITEM = 40
MOST_COME_AGAIN = 0.8
"""So many of the different items stand in more than one cell."""
MOVES = 0.3
"""So many of the items that come again stand in different places of their lists."""


def make_list_candidate(texts: Sequence[str]) -> Candidate | None:
    """Make the candidate of lists where the first texts of a column surely are some."""
    for between in BETWEEN:
        lists = split_items(texts, between)
        if not lists or not are_several(lists):
            continue
        for kind, shape, words in ITEMS:
            # Digits with a comma between them may be one number, or a place.
            if "," not in between and all(
                re.fullmatch(shape, each) for row in lists for each in row
            ):
                return make_list_of(between, shape, words, itemType=kind)
        if are_used_again(lists):
            return make_list_of(between, render_item_shape(between), "texts")
    return None


def find_list_mark(texts: Sequence[str]) -> str | None:
    """Give what may stand between items of texts that are no sure lists, but look like some."""
    for between in (";", "|"):
        several = sum(between in text for text in texts)
        if several >= FEWEST and several >= SHARE * len(texts):
            return between
    return None


def split_items(texts: Sequence[str], between: str) -> list[list[str]]:
    """Split texts into items; none where an item is empty, or has blanks at its ends."""
    mark = between.strip()
    lists = [text.split(between) for text in texts]
    items = (item for row in lists for item in row)
    sound = all(item and item == item.strip() and mark not in item for item in items)
    return lists if sound else []


def are_several(lists: Sequence[Sequence[str]]) -> bool:
    """Whether enough cells hold more than one item, and not all of them the same number."""
    sizes = Counter(map(len, lists))
    several = len(lists) - sizes[1]
    return several >= max(FEWEST, SHARE * len(lists)) and len(sizes) > 1


def are_used_again(lists: Sequence[Sequence[str]]) -> bool:
    """Whether the items are words that come again in other cells, and in other places of them."""
    times: Counter[str] = Counter()
    places: defaultdict[str, set[int]] = defaultdict(set)
    for row in lists:
        times.update(set(row))
        for place, item in enumerate(row):
            places[item].add(place)
    again = [item for item, number in times.items() if number > 1]
    moving = [item for item in again if len(places[item]) > 1]
    return (
        max(map(len, times)) <= LONGEST_ITEM
        and len(again) >= MOST_COME_AGAIN * len(times)
        and len(moving) >= MOVES * len(again)
    )


def render_item_shape(between: str) -> str:
    """Give the shape of a text that holds no delimiter, and has no blanks at its ends."""
    mark = re.escape(between.strip())
    return rf"[^{mark}\s](?:[^{mark}]*[^{mark}\s])?"


def make_list_of(between: str, item: str, words: str, **properties: Any) -> Candidate:
    """Make the candidate of lists of items of a shape."""
    shape = rf"(?:{item})(?:{re.escape(between)}(?:{item}))*"
    said = f"a list of {words} with {between!r} between them"
    return make_candidate(said, shape, type="list", delimiter=between, **properties)
