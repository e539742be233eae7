"""Which records moved: the fewest, and none where all keep their order."""

from array import array
from itertools import pairwise, permutations
from pathlib import Path

import pytest

from pressmark.compare import compare
from pressmark.compare.moves import find_moved
from pressmark.engine.connection import Engine
from tests.compare.test_comparison import FREE, KEYED, Tables, sides, told_of


def rises(numbers: list[int]) -> bool:
    """Whether each number is above the one before."""
    return all(one < other for one, other in pairwise(numbers))


def fewest(numbers: tuple[int, ...]) -> int:
    """Count how many must go so that the others rise, by trying every choice."""
    return min(
        len(numbers) - len(kept)
        for choice in range(2 ** len(numbers))
        if rises(kept := [each for n, each in enumerate(numbers) if choice >> n & 1])
    )


@pytest.mark.parametrize("length", range(7))
def test_the_others_rise_and_no_choice_is_smaller(length: int) -> None:
    for numbers in permutations(range(1, length + 1)):
        gone = list(find_moved(array("q", numbers)))
        kept = [each for n, each in enumerate(numbers) if n not in gone]
        assert rises(kept) and len(gone) == fewest(numbers)


@pytest.mark.parametrize(
    ("schema", "old", "new", "expected"),
    [
        (FREE, "a,b\nx,1\ny,1\nz,1\n", "a,b\nz,1\nx,1\ny,1\n", [("z,1", "3", "1")]),
        (FREE, "a,b\nx,1\nx,1\ny,1\n", "a,b\ny,1\nx,1\nx,1\n", [("y,1", "3", "1")]),
        (FREE, "a,b\nx,1\nx,1\ny,1\n", "a,b\nx,1\ny,1\nx,1\n", [("x,1", "2", "3")]),
        (FREE, "a,b\nx,1\nx,1\n", "a,b\nx,1\nw,1\nx,1\n", []),
        (FREE, "a,b\nv,1\nx,1\ny,1\n", "a,b\nx,1\ny,1\nw,1\n", []),
        (KEYED, "id,a,b\n1,x,y\n2,x,y\n", "id,a,b\n3,,\n2,x,y\n1,x,z\n", [("1", "1", "3")]),
    ],
)  # fmt: skip
def test_what_moved_is_told_with_both_its_numbers(
    schema: dict[str, object],
    old: str,
    new: str,
    expected: list[tuple[str, str, str]],
    tmp_path: Path,
) -> None:
    before: Tables = {"t": (schema, old)}
    with Engine() as engine:
        found = compare(*sides(tmp_path, before, {"t": (schema, new)}), engine)
    told = [(each.key, each.before, each.after) for each in found.listed if each.change == "moved"]
    assert told == expected
    assert told_of(found, "t").moved == len(expected)
