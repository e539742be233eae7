"""Labels keep clear of each other, of the symbols, and of the edge."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pressmark.site.charts.labels import Box, around, laid_out

HERE = Box(0, 0, 400, 300)
PLACE = st.tuples(
    st.text("abcdefgh, ", min_size=1, max_size=18),
    st.tuples(st.floats(10, 390), st.floats(10, 290)),
)


@given(st.lists(PLACE, max_size=12))
def test_no_label_lies_on_another_or_on_a_symbol(
    places: list[tuple[str, tuple[float, float]]],
) -> None:
    taken = [around(point, 4) for _, point in places]
    labels = laid_out(places, 11, HERE, taken)
    for one, other in combinations(labels, 2):
        assert not one.box.meets(other.box)
    for label in labels:
        assert not any(label.box.meets(box) for box in taken)
        assert label.box.left >= 0 and label.box.right <= HERE.right
        assert label.box.top >= 0 and label.box.bottom <= HERE.bottom


def test_a_label_stands_beside_its_place_where_there_is_room() -> None:
    (label,) = laid_out([("Somewhere", (100, 100))], 11, HERE, [around((100, 100), 4)])
    assert not label.is_far
    assert label.end[1] == 100


def test_a_label_without_room_is_left_out() -> None:
    assert laid_out([("Somewhere", (5, 5))], 11, Box(0, 0, 20, 20), []) == []


def test_a_label_that_would_stand_too_far_is_left_out() -> None:
    here = [around((100, 100), 4), Box(60, 60, 180, 140)]
    (label,) = laid_out([("Somewhere", (100, 100))], 11, HERE, here)
    assert label.is_far
    assert laid_out([("Somewhere", (100, 100))], 11, HERE, here, 16) == []
