"""Places are where Vega puts them."""

import json
import re

import pytest
import vl_convert

from pressmark.site.charts.projection import HEIGHT, WIDTH, placed
from pressmark.site.charts.shapes import middle, outlines, states_within

PLACES = {
    "Portland, Oregon": (-122.67621, 45.52345),
    "Boston": (-71.05977, 42.35843),
    "New Orleans": (-90.07507, 29.95465),
    "Anchorage": (-149.90028, 61.21806),
    "Honolulu": (-157.85833, 21.30694),
}


def test_the_projection_is_that_of_vega() -> None:
    """The same pixel, to a tenth, in all three parts of the map."""
    values = [{"longitude": east, "latitude": north} for east, north in PLACES.values()]
    specification = {
        "width": 910,
        "height": 500,
        "padding": 0,
        "data": {"values": values},
        "projection": {"type": "albersUsa", "scale": 1000, "translate": [455, 250]},
        "mark": "point",
        "encoding": {
            "longitude": {"field": "longitude", "type": "quantitative"},
            "latitude": {"field": "latitude", "type": "quantitative"},
        },
        "config": {"view": {"stroke": None}},
    }
    svg = vl_convert.vegalite_to_svg(json.dumps(specification), allowed_base_urls=[])
    drawn = re.findall(r'<path aria-label[^>]*transform="translate\(([0-9.]+),([0-9.]+)\)"', svg)
    assert len(drawn) == len(PLACES)
    for (x, y), (east, north) in zip(drawn, PLACES.values(), strict=True):
        spot = placed(east, north)
        assert spot is not None
        assert spot[0] * 1000 + 455 == pytest.approx(float(x), abs=0.1)
        assert spot[1] * 1000 + 250 == pytest.approx(float(y), abs=0.1)


def test_a_place_elsewhere_is_not_on_the_map() -> None:
    assert placed(2.35, 48.85) is None
    assert placed(-79.38, 43.65 - 60) is None


def test_every_state_has_its_middle_within_the_map() -> None:
    assert len(outlines()) == 56
    for state in ("06", "23", "51", "02", "15"):
        spot = middle(state)
        assert spot is not None
        assert abs(spot[0]) < WIDTH / 2 and abs(spot[1]) < HEIGHT / 2
        assert state in states_within(*spot, *spot)
    assert middle("99") is None
