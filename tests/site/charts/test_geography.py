"""Files of areas: what is taken of them, and what is refused, and with which words."""

import json

import pytest

from pressmark.site.charts import geography
from pressmark.site.charts.geography import read_areas
from tests.site.charts.drawings import TOPOLOGY, TWO, collection, feature, square


def test_areas_of_geojson_are_known_by_id_or_by_a_property() -> None:
    assert [each.identifier for each in read_areas(TWO)] == ["a", "b", "isle"]
    assert [each.identifier for each in read_areas(TWO, "code")] == ["A-1", "B<2>", "C&3"]
    assert read_areas(TWO)[0].rings == (((10, 50), (12, 50), (12, 52), (10, 52)),)


def test_areas_of_topojson_are_joined_from_arcs() -> None:
    one, two = read_areas(TOPOLOGY)
    assert (one.identifier, two.identifier) == ("1", "2")
    assert set(one.rings[0]) == {(10, 50), (12, 50), (12, 52), (10, 52)}
    assert set(two.rings[0]) == {(12, 50), (14, 50), (14, 52), (12, 52)}


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Polygon", "coordinates": [square(0, 1)]},
        {"type": "MultiPolygon", "coordinates": [[square(0, 1)], [square(5, 5)]]},
    ],
)
def test_a_feature_of_its_own_is_a_file_too(geometry: dict[str, object]) -> None:
    text = json.dumps({"type": "Feature", "id": 7, "properties": None, "geometry": geometry})
    assert [each.identifier for each in read_areas(text)] == ["7"]


def test_what_is_no_area_is_passed_over() -> None:
    text = collection(
        {"type": "Feature", "id": "p", "geometry": {"type": "Point", "coordinates": [1, 2]}},
        {"type": "Feature", "id": "n", "geometry": None},
        feature("thin", [[[1, 1], [2, 2], [1, 1]]]),
        feature("a", [square(1, 1)]),
    )
    assert [each.identifier for each in read_areas(text)] == ["a"]


def bad_point(*point: object) -> str:
    """Write an area with a wrong point."""
    return collection(feature("a", [[[0, 0], [1, 0], list(point), [0, 0]]]))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<svg onload=alert(1)>", "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        ("[]", "no GeoJSON and no TopoJSON"),
        ("7", "no GeoJSON and no TopoJSON"),
        ("{}", "no GeoJSON and no TopoJSON"),
        ('{"type": "FeatureCollection", "features": {"a": 1}}', "no GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "it holds no area"),
        ('{"type": "Topology", "arcs": [], "objects": {}}', "it holds no area"),
        (TOPOLOGY.replace("[[0, 1]]", "[[9, 1]]"), "no GeoJSON"),
        (TOPOLOGY.replace('"scale": [0.5, 0.5]', '"scale": [1e300, 1e300]'), "degrees"),
        (bad_point(500_000.5, 4_649_776), "longitude and latitude in degrees"),
        (bad_point(float("nan"), 1), "degrees"),
        (bad_point(float("inf"), 1), "degrees"),
        (bad_point(1, 91), "degrees"),
        (bad_point("<b>", 1), "could be read"),
        (bad_point(*[True], 1), "no GeoJSON"),
        (bad_point(None, 1), "no GeoJSON"),
        (bad_point(1), "no GeoJSON"),
        (collection(feature(None, [square(1, 1)])), "no area has an id; name the property"),
        (collection(feature(["x"], [square(1, 1)])), "no area has an id"),
        (" " * (geography.LARGEST + 1), "thin it out"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_areas(text)


def test_a_property_that_no_area_has_is_named() -> None:
    with pytest.raises(ValueError, match="no area has a property 'GEOID'; name the property"):
        read_areas(TWO, "GEOID")


def test_too_many_areas_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geography, "MOST_AREAS", 2)
    with pytest.raises(ValueError, match="more than 2 areas"):
        read_areas(TWO)


LINE = [[number / 1000, number % 7] for number in range(1000)]
HUGE = 10**400


@pytest.mark.parametrize(
    ("arcs", "rings"),
    [([LINE], [[0] * 2000]), ([LINE], [[0]] * 2000)],
    ids=["one ring", "many rings"],
)
def test_a_line_that_is_named_over_and_over_is_refused(arcs: object, rings: object) -> None:
    area = {"type": "Polygon", "id": "a", "arcs": rings}
    text = json.dumps({"type": "Topology", "arcs": arcs, "objects": {"areas": area}})
    with pytest.raises(ValueError, match="100,000 points; thin it out"):
        read_areas(text)


@pytest.mark.parametrize("number", [HUGE, "1", True, None, [1]], ids=str)
def test_what_is_no_number_of_degrees_is_refused(number: object) -> None:
    area = {"type": "Polygon", "coordinates": [[[number, 0], [1, 0], [1, 1]]]}
    with pytest.raises(ValueError, match="could be read"):
        read_areas(json.dumps({"type": "Feature", "id": "a", "geometry": area}))
    steps = {
        "type": "Topology",
        "arcs": [[[1, 1], [1, 1], [1, 2]]],
        "transform": {"scale": [number, 1], "translate": [HUGE, 0]},
        "objects": {"areas": {"type": "Polygon", "id": "a", "arcs": [[0]]}},
    }
    with pytest.raises(ValueError, match="could be read"):
        read_areas(json.dumps(steps))


def test_a_topology_of_no_objects_holds_no_area() -> None:
    with pytest.raises(ValueError, match="it holds no area"):
        read_areas(json.dumps({"type": "Topology", "arcs": [], "objects": {}}))
