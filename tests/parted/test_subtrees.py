"""Parts of a table hashed alone lead to the root of the whole, wherever it is cut."""

from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.package.tree import (
    find_head,
    find_head_above,
    find_subtrees,
    hash_leaf,
    join_subtrees,
)

LEAVES = [hash_leaf(str(number).encode()) for number in range(300)]


@given(st.integers(1, len(LEAVES)), st.sets(st.integers(0, len(LEAVES)), max_size=8))
def test_any_cuts_lead_to_one_root(count: int, cuts: set[int]) -> None:
    places = sorted({0, count, *(each for each in cuts if each < count)})
    parts = [find_subtrees(LEAVES[first:last], first) for first, last in pairwise(places)]
    joined = [join_subtrees(each) for each in parts]
    assert joined == parts
    assert find_head_above(chain.from_iterable(parts), count) == find_head(LEAVES[:count])


@pytest.mark.parametrize(("first", "count", "levels"), [
    (0, 8, [3]), (1, 7, [0, 1, 2]), (3, 3, [0, 1]), (5, 1, [0]), (2, 13, [1, 2, 2, 1, 0]),
])  # fmt: skip
def test_a_part_is_told_by_few_subtrees(first: int, count: int, levels: list[int]) -> None:
    subtrees = find_subtrees(LEAVES[first : first + count], first)
    assert [each.level for each in subtrees] == levels
    at = first
    for each in subtrees:
        assert each.place * 2**each.level == at
        at += 2**each.level
    assert at == first + count


def test_a_leaf_that_is_another_leads_elsewhere() -> None:
    others = [*LEAVES[:40], hash_leaf(b"other"), *LEAVES[41:100]]
    parts = [find_subtrees(others[:37], 0), find_subtrees(others[37:], 37)]
    assert find_head_above(chain(*parts), 100) != find_head(LEAVES[:100])
    lost = [find_subtrees(LEAVES[:37], 0), find_subtrees(LEAVES[38:100], 38)]
    assert find_head_above(chain(*lost), 100) != find_head(LEAVES[:100])
