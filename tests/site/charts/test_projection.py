"""Places are where Vega puts them, and other countries fit."""

import json
import re

import pytest
import vl_convert

from pressmark.site.charts.projection import fit, measure_span, place_in_states

PLACES = {
    "Portland, Oregon": (-122.67621, 45.52345),
    "Boston": (-71.05977, 42.35843),
    "New Orleans": (-90.07507, 29.95465),
    "Anchorage": (-149.90028, 61.21806),
    "Honolulu": (-157.85833, 21.30694),
}


@pytest.mark.search
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
        spot = place_in_states(east, north)
        assert spot is not None
        assert spot[0] * 1000 + 455 == pytest.approx(float(x), abs=0.1)
        assert spot[1] * 1000 + 250 == pytest.approx(float(y), abs=0.1)


def test_a_place_elsewhere_is_not_on_the_map() -> None:
    assert place_in_states(2.35, 48.85) is None
    assert place_in_states(-79.38, 43.65 - 60) is None


@pytest.mark.parametrize(
    "corners",
    [
        [(5.9, 47.3), (15.0, 55.1)],
        [(166.4, -47.3), (-176.0, -34.4)],
        [(-180, -85), (179, 83)],
        [(28.8, -2.8), (30.9, -1.0)],
        [(-109.5, -56), (-66.4, -17.5)],
        [(20, -85), (21, -86)],
    ],
    ids=("Germany", "New Zealand", "the world", "Rwanda", "Chile", "near the pole"),
)
@pytest.mark.parametrize("name", ["", "conic", "equirectangular"])
def test_north_is_up_and_east_is_right(corners: list[tuple[float, float]], name: str) -> None:
    """Also across the date line, at the equator and south of it."""
    (west, south), (east, north) = corners
    project = fit(name, corners)
    middle_east, wide = measure_span([west, east])
    upper, lower = project(middle_east, max(south, north)), project(middle_east, min(south, north))
    assert upper and lower and upper[1] < lower[1]
    left = project(middle_east - wide / 4, (south + north) / 2)
    right = project(middle_east + wide / 4, (south + north) / 2)
    assert left and right and left[0] < right[0]


def test_an_area_across_the_date_line_is_whole() -> None:
    assert measure_span([166.4, -176.0]) == pytest.approx((175.2, 17.6))
    assert measure_span([10, 10]) == pytest.approx((10 + 0, 0), abs=360)


def test_an_unknown_projection_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"no projection 'albersUsa'; did you mean albers-usa\?"):
        fit("albersUsa", [(0, 0)])
    with pytest.raises(ValueError, match="choose one of albers-usa, conic, equirectangular"):
        fit("xyzzy", [(0, 0)])
