"""The land of a map: thinned, its borders shared, nothing of the file but numbers."""

import math
import re
from pathlib import Path

import pytest

from pressmark.site.charts.land import HEAVIEST, TALLEST, WIDTH, read_land
from pressmark.site.charts.thinning import measure_area, thin_line
from tests.site.charts.drawings import TOPOLOGY, TWO, collection, feature, square

STATES = Path(__file__).parents[3] / "datapackage" / "shapes" / "us-states-10m.json"
PATH = re.compile(r"[Mlz0-9. -]*")


@pytest.mark.parametrize("text", [TWO, TOPOLOGY], ids=["geojson", "topojson"])
def test_neighbors_share_one_border(text: str) -> None:
    """The border is drawn once, the coast around both is one ring, and each island its own."""
    land = read_land(text, "", "")
    assert land.borders.count("M") == 1
    assert land.coast.count("z") == land.coast.count("M") == (2 if text == TWO else 1)
    assert PATH.fullmatch(land.coast) and PATH.fullmatch(land.borders)
    assert land.width <= WIDTH + 0.01 and land.height <= TALLEST + 0.01


def test_a_place_is_in_its_area() -> None:
    land = read_land(TWO, "code", "equirectangular")
    spot = land.place(13, 51)
    assert spot is not None and land.around(spot) == "B<2>"
    anchor = land.anchor("C&3")
    assert anchor is not None and land.around(anchor) == "C&3"
    assert land.anchor("nowhere") is None
    assert land.around((-50, -50)) is None


def test_an_enclave_has_a_border_and_no_coast() -> None:
    hole = square(11, 51, 1)
    text = collection(feature("around", [square(10, 50, 3), hole[::-1]]), feature("inside", [hole]))
    land = read_land(text, "", "equirectangular")
    assert land.coast.count("M") == 1 and land.borders.count("M") == 1
    inside, around = land.anchor("inside"), land.place(10.2, 50.2)
    assert inside and around
    assert land.around(inside) == "inside" and land.around(around) == "around"


def test_an_area_is_named_inside_even_where_it_is_bent() -> None:
    bent = [[0, 1], [3, 1], [3, 4], [2.9, 4], [2.9, 1.1], [0.1, 1.1], [0.1, 4], [0, 4], [0, 1]]
    land = read_land(collection(feature("u", [bent])), "", "equirectangular")
    anchor = land.anchor("u")
    assert anchor is not None and land.around(anchor) == "u"


def test_the_states_are_whole_and_light() -> None:
    """The area of the land is that of all states together, as far as thinning goes."""
    land = read_land(STATES.read_text("utf-8"), "", "albers-usa")
    assert len(land.coast) + len(land.borders) <= HEAVIEST
    assert [name for name, _ in land.insets] == ["Alaska", "Hawaii"]
    assert len(land.rings) == 51
    rings = [each for rings in land.rings.values() for each in rings]
    total = sum(abs(measure_area(each)) for each in rings)
    assert 100_000 < total < WIDTH * land.height
    for name in land.rings:
        anchor = land.anchor(name)
        assert anchor is not None and land.around(anchor) == name
    for (left, top, right, bottom), name in ((box, name) for name, box in land.insets):
        inside = land.anchor({"Alaska": "02", "Hawaii": "15"}[name])
        assert inside and left <= inside[0] <= right and top <= inside[1] <= bottom


@pytest.mark.search
def test_a_coast_with_endless_bays_is_thinned_until_it_is_light() -> None:
    ring = [
        [10 + math.cos(n / 3000) * (3 + math.sin(n)), 50 + math.sin(n / 3000) * (3 + math.sin(n))]
        for n in range(18_850)
    ]
    land = read_land(collection(feature("a", [[*ring, ring[0]]])), "", "")
    assert 0 < len(land.coast) <= HEAVIEST


def test_a_line_is_thinned_the_same_in_both_directions() -> None:
    line = tuple((n / 7, math.sin(n) * n / 50) for n in range(300))
    thin = thin_line(line, 0.5)
    assert thin_line(line[::-1], 0.5) == thin[::-1]
    assert 2 < len(thin) < 300
    assert (thin[0], thin[-1]) == (line[0], line[-1])
    assert thin_line(line[:2], 9) == line[:2]


def test_a_projection_that_shows_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="the projection albers-usa shows nothing"):
        read_land(TWO, "", "albers-usa")


@pytest.mark.search
def test_land_that_no_thinning_makes_light_is_refused() -> None:
    """Islands, each just as large as one that the last step keeps, wherever there is room."""
    spots = [(1.01 * (number % 33), 1.01 * (number // 33)) for number in range(33 * 25)]
    islands = [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]] for x, y in spots]
    text = collection(*(feature(str(number), [each]) for number, each in enumerate(islands)))
    with pytest.raises(ValueError, match="still weigh more than 16,000 bytes"):
        read_land(text, "", "equirectangular")
