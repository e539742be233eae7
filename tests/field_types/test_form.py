"""How each type is written: right and wrong forms, canonical text, values that compare."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark import field_types, sql
from pressmark.engine.connection import Engine
from pressmark.field_types import Column
from pressmark.field_types.durations import compare_durations, render_duration
from pressmark.field_types.numbers import compare_numbers, render_numeral
from pressmark.package import Field
from pressmark.package.reading import read_part
from tests.packages import field, learned_engine

RIGHT: dict[str, list[str]] = {
    "string": ["", "x", " ", "é😀"],
    "any": ["", "x", "1"],
    "integer": ["0", "1", "-1", "+1", "007", "-0", "9" * 26, "9" * 5000],
    "number": [
        "0",
        "1",
        "-1.5",
        "+1.5",
        "1.",
        ".5",
        "-.5",
        "1e3",
        "1E-3",
        "1.5e+3",
        "NaN",
        "INF",
        "-INF",
        "1e400",
        "1e-400",
        "0." + "1" * 40,
        "9" * 400,
    ],
    "boolean": ["true", "True", "TRUE", "1", "false", "False", "FALSE", "0"],
    "date": ["2021-01-31", "2020-02-29", "0001-01-01", "9999-12-31", "0000-01-01"],
    "time": ["00:00:00", "23:59:59", "10:00:00.123456789", "10:00:00Z", "10:00:00-05:30"],
    "datetime": [
        "2021-01-31T00:00:00",
        "2021-01-31T23:59:59.123456789",
        "2021-01-31T10:00:00Z",
        "2021-01-31T10:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
    "year": ["2021", "0001", "-0044", "10000"],
    "yearmonth": ["2021-01", "-0044-03", "10000-12"],
    "duration": [
        "P1Y",
        "-P1M",
        "P1Y2M3DT4H5M6.7S",
        "PT0S",
        "PT36H",
        "P0D",
        "PT1M",
        "P" + "9" * 40 + "D",
    ],
    "array": ["[]", "[1, 2]", ' [null, {"a": [1e400]}] ', "[" * 90 + "]" * 90, '["\\u00e9"]'],
    "object": ["{}", '{"a": 1}', '{"b": {"a": null}, "a": 12345678901234567890.5}'],
    "geopoint": ["90.50, 45.50", "90.5,45", "-180, 90", "+1, -.5", "0,0"],
    "geojson": [
        '{"type": "Point", "coordinates": [1, 2]}',
        '{"type": "MultiPoint", "coordinates": [[1, 2], [3, 4, 5]]}',
        '{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}',
        '{"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]]]}',
        '{"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}',
        '{"type": "MultiPolygon", "coordinates": []}',
        '{"type": "GeometryCollection", "geometries": []}',
        '{"type": "Feature", "geometry": null, "properties": {"a": 1}}',
        '{"type": "FeatureCollection", "features": []}',
    ],
    "list": ["", "a", "a,b", ",", " a, b "],
}
WRONG: dict[str, list[str]] = {
    "integer": [
        "",
        " ",
        "0x10",
        "1_000",
        " 3",
        "3 ",
        "\uff13",
        "\u0663",
        "1.0",
        "1e3",
        "1,000",
        "+",
        "-",
        "--1",
        "NaN",
        "3\n",
        "1 2",
        "\u2167",
    ],
    "number": [
        "",
        ".",
        "+",
        "-",
        "e3",
        "1e",
        "1e+",
        "nan",
        "NAN",
        "Infinity",
        "infinity",
        "inf",
        "+INF",
        "-NaN",
        "1,5",
        "1_000.0",
        "0x1p3",
        " 1.5",
        "1.5 ",
        "\uff11.\uff15",
        "1.5.5",
        "$5",
        "5%",
        "1/2",
        "\t1",
    ],
    "boolean": ["", "t", "f", "y", "yes", "no", "tRUE", " true", "2", "on", "-1", "T"],
    "date": [
        "",
        "2021-02-30",
        "2021-02-29",
        "2021-13-01",
        "2021-00-01",
        "2021-01-00",
        "2021-1-1",
        "10000-01-01",
        "-0001-01-01",
        "20210131",
        "2021/01/31",
        "31/01/2021",
        "epoch",
        "infinity",
        "-infinity",
        "today",
        "now",
        "2021-01-31T00:00:00",
        " 2021-01-31",
        "\uff12\uff10\uff12\uff11-01-31",
        "2021-01-31 (BC)",
        "2021-W04",
        "2021-031",
    ],
    "time": [
        "",
        "10:00",
        "24:00:00",
        "10:60:00",
        "10:00:60",
        "10:00:00.",
        "T10:00:00",
        "1:00:00",
        "10:00:00+15:00",
        "now",
        "10:00:00z",
    ],
    "datetime": [
        "",
        "2021-01-31",
        "2021-01-31 10:00:00",
        "2021-01-31t10:00:00",
        "2021-02-30T10:00:00",
        "2021-01-31T24:00:00",
        "2021-01-31T10:00",
        "2021-01-31T10:00:00z",
        "10000-01-01T00:00:00",
        "now",
        "epoch",
        "2021-01-31T10:00:00+0100",
        "2021-01-31T10:00:00.",
    ],
    "year": ["", "21", "202", "+2021", "2021 ", "\uff12\uff10\uff12\uff11", "9" * 30, "two"],
    "yearmonth": ["", "2021", "2021-13", "2021-00", "2021-1", "202101", "2021-01-01"],
    "duration": [
        "",
        "P",
        "PT",
        "1Y",
        "P1Y2",
        "P1M1Y",
        "P1W",
        "P1YT",
        "+P1Y",
        "P-1Y",
        "P1.5Y",
        "PT1.S",
        "p1y",
        "P1H",
        "PT1D",
        " P1Y",
    ],
    "array": [
        "",
        "{}",
        "1",
        "[1,]",
        "[NaN]",
        "[01]",
        "[1",
        "['a']",
        "[Infinity]",
        "[" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        "[" * 110 + "]" * 110,
        '["\\ud800"]',
        "[\x01]",
        "[1] x",
        "\ufeff[]",
        "\u00a0[]",
    ],
    "object": [
        "",
        "[]",
        "{a: 1}",
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": 1',
        "null",
        '{"\\ud800": 1}',
        '{"a":' * 10_000 + "1" + "}" * 10_000,
    ],
    "geopoint": [
        "",
        "90",
        "181, 0",
        "0, 91",
        "-180.0000000000000000001, 0",
        "1 2",
        "1,  2",
        "1, 2, 3",
        "[1, 2]",
        "1e1, 2",
        "NaN, 1",
        "\uff11, 2",
        "1, " + "2" * 5000,
    ],
    "geojson": [
        "",
        "1",
        "[]",
        "{}",
        '{"type": "Point"}',
        '{"type": "Point", "coordinates": [1]}',
        '{"type": "Point", "coordinates": ["1", 2]}',
        '{"type": "Line", "coordinates": []}',
        '{"type": "LineString", "coordinates": [[1, 2]]}',
        '{"type": ["Point"]}',
        '{"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0]]]}',
        '{"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [0, 0]]]}',
        '{"type": "MultiPoint", "coordinates": 5}',
        '{"type": "Feature", "geometry": null}',
        '{"type": "Feature", "properties": null}',
        '{"type": "Feature", "geometry": 5, "properties": null}',
        '{"type": "Feature", "geometry": null, "properties": 5}',
        '{"type": "FeatureCollection", "features": [{}]}',
        '{"type": "FeatureCollection", "features": [5]}',
        '{"type": "GeometryCollection", "geometries": [5]}',
    ],
}
DECIMALS = st.from_regex(r"[+-]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})", fullmatch=True)
EXPONENTS = st.just("") | st.from_regex(r"[eE][+-]?[0-9]{1,2}", fullmatch=True)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with learned_engine() as engine:
        yield engine


def made(type_: str, **properties: Any) -> Field:
    return read_part(Field, field("a", type_, **properties), "here")


def ask(engine: Engine, expression: str) -> Any:
    return engine.rows(f"select {expression}")[0][0]


def canonical(engine: Engine, held: Field, text: str) -> Any:
    return ask(engine, Column(held, sql.quote_text(text)).canonical)


@pytest.mark.parametrize(
    ("type_", "text"), [(type_, text) for type_, texts in RIGHT.items() for text in texts]
)
def test_a_right_form_is_read(type_: str, text: str, engine: Engine) -> None:
    assert ask(engine, field_types.express_validity(made(type_), sql.quote_text(text))) is True


@pytest.mark.parametrize(
    ("type_", "text"), [(type_, text) for type_, texts in WRONG.items() for text in texts]
)
def test_a_wrong_form_is_not(type_: str, text: str, engine: Engine) -> None:
    assert ask(engine, field_types.express_validity(made(type_), sql.quote_text(text))) is not True


def test_every_type_has_right_and_wrong_forms() -> None:
    assert set(RIGHT) == set(field_types.FORMS)
    assert set(WRONG) == set(field_types.FORMS) - {"string", "any", "list"}


@pytest.mark.parametrize(
    ("format_", "right", "wrong"),
    [
        ("email", "a@b.org", "a b@c.org"),
        ("email", "a.b+c@d.e.org", "a@b"),
        ("uri", "https://example.org/a?b#c", "example.org"),
        ("uri", "urn:isbn:1", "http://a b"),
        ("uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567e89b12d3a456426614174000"),
        ("uuid", "123E4567-E89B-12D3-A456-426614174000", "123g4567-e89b-12d3-a456-426614174000"),
        ("binary", "aGk=", "aGk"),
        ("binary", "", "a==="),
    ],
)
def test_strings_have_formats(format_: str, right: str, wrong: str, engine: Engine) -> None:
    held = made("string", format=format_)
    assert ask(engine, field_types.express_validity(held, sql.quote_text(right))) is True
    assert ask(engine, field_types.express_validity(held, sql.quote_text(wrong))) is False


@pytest.mark.parametrize(
    ("properties", "text", "value"),
    [
        ({"decimalChar": ","}, "1,5", "1.5"),
        ({"decimalChar": ","}, "1.5", None),
        ({"decimalChar": ","}, "1,5,5", None),
        ({"groupChar": ","}, "1,234,567.5", "1234567.5"),
        ({"groupChar": ".", "decimalChar": ","}, "1.234,5", "1234.5"),
        ({"groupChar": " "}, "1 234", "1234"),
        ({"groupChar": ","}, ",", None),
        ({"groupChar": "'"}, "1'000", "1000"),
        ({"bareNumber": False}, "€ 5.50", "5.5"),
        ({"bareNumber": False}, "5.50 %", "5.5"),
        ({"bareNumber": False}, "-5 °C", "-5"),
        ({"bareNumber": False}, "kg", None),
        ({"bareNumber": False}, "NaN", "NaN"),
        ({"bareNumber": False}, "-INF", "-INF"),
        ({"bareNumber": False, "decimalChar": ","}, ",5 kg", "0.5"),
        ({"bareNumber": False, "decimalChar": ",", "groupChar": "."}, "Rs. 1.234,5", "1234.5"),
    ],
)
def test_numbers_are_written_in_other_ways(
    properties: dict[str, Any], text: str, value: str | None, engine: Engine
) -> None:
    held = made("number", **properties)
    assert (ask(engine, field_types.express_validity(held, sql.quote_text(text))) is True) == (
        value is not None
    )
    if value is not None:
        assert canonical(engine, held, text) == value


@pytest.mark.parametrize(
    ("properties", "text", "value"),
    [
        ({"groupChar": ","}, "1,234", "1234"),
        ({"bareNumber": False}, "12 items", "12"),
        ({"bareNumber": False}, "NaN", None),
        ({}, "1,234", None),
    ],
)
def test_integers_are_written_in_other_ways(
    properties: dict[str, Any], text: str, value: str | None, engine: Engine
) -> None:
    held = made("integer", **properties)
    assert (ask(engine, field_types.express_validity(held, sql.quote_text(text))) is True) == (
        value is not None
    )
    if value is not None:
        assert canonical(engine, held, text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("ja", "true"), ("nein", "false"), ("true", None), ("1", None)]
)
def test_true_and_false_are_the_fields_own_words(
    text: str, value: str | None, engine: Engine
) -> None:
    held = made("boolean", trueValues=["ja"], falseValues=["nein"])
    assert canonical(engine, held, text) == value


@pytest.mark.parametrize(
    ("type_", "text", "published"),
    [
        ("integer", "+007", "7"),
        ("integer", "-000", "0"),
        ("integer", "-010", "-10"),
        ("number", "+01.50", "1.5"),
        ("number", "1.000", "1"),
        ("number", "100", "100"),
        ("number", ".5", "0.5"),
        ("number", "-.50", "-0.5"),
        ("number", "5.", "5"),
        ("number", "-0.0", "0"),
        ("number", "0.000", "0"),
        ("number", "NaN", "NaN"),
        ("number", "-INF", "-INF"),
        ("boolean", "TRUE", "true"),
        ("boolean", "0", "false"),
        ("datetime", "2021-01-31T10:00:00.500", "2021-01-31T10:00:00.5"),
        ("datetime", "2021-01-31T10:00:00.000Z", "2021-01-31T10:00:00Z"),
        ("datetime", "2021-01-31T10:00:00.100-05:00", "2021-01-31T10:00:00.1-05:00"),
        ("datetime", "2021-01-31T10:00:10", "2021-01-31T10:00:10"),
        ("string", " as it is ", " as it is "),
        ("date", "2021-01-31", "2021-01-31"),
    ],
)
def test_a_value_is_published_in_one_way(
    type_: str, text: str, published: str, engine: Engine
) -> None:
    assert canonical(engine, made(type_), text) == published


@given(st.from_regex(r"[+-]?[0-9]{1,60}", fullmatch=True))
@settings(deadline=None)
def test_a_canonical_integer_is_the_same_number(engine: Engine, text: str) -> None:
    held = made("integer")
    once = canonical(engine, held, text)
    assert once == str(int(text))
    assert canonical(engine, held, once) == once


@given(DECIMALS, EXPONENTS)
@settings(deadline=None, max_examples=100)
def test_a_canonical_number_is_the_same_number(engine: Engine, digits: str, power: str) -> None:
    held = made("number")
    text = digits + power
    once = canonical(engine, held, text)
    assert Decimal(once) == Decimal(text)
    assert canonical(engine, held, once) == once
    assert ask(engine, field_types.express_validity(held, sql.quote_text(once))) is True


@given(st.lists(DECIMALS, min_size=2, max_size=2))
@settings(deadline=None)
def test_equal_plain_numbers_are_published_alike(engine: Engine, texts: list[str]) -> None:
    held = made("number")
    first, second = (canonical(engine, held, text) for text in texts)
    assert (first == second) == (Decimal(texts[0]) == Decimal(texts[1]))


@given(st.datetimes())
@settings(deadline=None)
def test_a_canonical_moment_is_the_same_moment(engine: Engine, moment: Any) -> None:
    held = made("datetime")
    text = moment.isoformat()
    once = canonical(engine, held, text)
    assert type(moment).fromisoformat(once.ljust(26, "0") if "." in once else once) == moment
    assert canonical(engine, held, once) == once


@pytest.mark.parametrize(
    ("type_", "small", "large"),
    [
        ("integer", "9", "10"),
        ("integer", "-10", "-9"),
        ("integer", "9" * 30, "1" + "0" * 30),
        ("number", "9.5", "10"),
        ("number", "-INF", "INF"),
        ("date", "2021-09-30", "2021-10-01"),
        ("time", "09:00:00", "10:00:00"),
        ("datetime", "2021-01-01T10:00:00+02:00", "2021-01-01T09:00:00Z"),
        ("datetime", "2021-01-01T10:00:00", "2021-01-01T10:00:01Z"),
        ("year", "9999", "10000"),
        ("year", "-0044", "0044"),
        ("yearmonth", "9999-12", "10000-01"),
        ("yearmonth", "2021-09", "2021-10"),
        ("number", "0.1", "0.1" + "0" * 30 + "1"),
        ("number", "9007199254740992", "9007199254740993"),
        ("number", "1e400", "2e400"),
        ("number", "-2e-400", "-1e-400"),
        ("number", "1e400", "INF"),
        ("time", "10:00:00+02:00", "09:00:00Z"),
        ("time", "10:00:00.45", "10:00:00.5"),
        ("time", "10:00:00", "10:00:00.000000000000000000001"),
        ("datetime", "2021-01-01T10:00:00.1234567890123", "2021-01-01T10:00:00.1234567890124"),
        ("datetime", "2021-01-01T10:00:00-05:00", "2021-01-01T16:00:00+00:30"),
        ("duration", "P1M", "P32D"),
        ("duration", "PT59.9S", "PT1M"),
        ("duration", "-P1Y", "P0D"),
        ("duration", "P1Y", "P367D"),
    ],
)
def test_values_compare_as_their_type_does(
    type_: str, small: str, large: str, engine: Engine
) -> None:
    below, above = (Column(made(type_), sql.quote_text(text)) for text in (small, large))
    for operator, one, other in (
        ("<", below, large),
        ("<=", below, large),
        ("<=", below, small),
        (">", above, small),
        (">=", above, small),
        (">=", above, large),
    ):
        assert ask(engine, one.compares(operator, other)) is True
    for operator, one, other in (
        (">", below, large),
        (">=", below, large),
        ("<", below, small),
        ("<", above, small),
        ("<=", above, small),
        (">", above, large),
    ):
        assert ask(engine, one.compares(operator, other)) is False


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x", "x"),
        (5, "5"),
        (1.5, "1.5"),
        (1.0, "1"),
        (-0.0, "0"),
        (True, "true"),
        (False, "false"),
    ],
)
def test_a_value_of_a_schema_is_written_as_a_cell(value: object, text: str) -> None:
    assert field_types.render_value(value) == text


def test_a_value_of_a_schema_is_plain_whatever_the_cells_look_like(engine: Engine) -> None:
    held = made("number", decimalChar=",", groupChar=".", bareNumber=False)
    column = Column(held, "'1.000,5 kg'")
    assert ask(engine, f"{column.typed} = {column.value('1000.5')}") is True


@pytest.mark.parametrize(
    ("type_", "properties", "text", "published"),
    [
        ("number", {}, "1e3", "1000"),
        ("number", {}, "1.50E-3", "0.0015"),
        ("number", {}, "12e37", "12" + "0" * 37),
        ("number", {}, "1e38", "1e38"),
        ("number", {}, "1" + "0" * 400, "1e400"),
        ("number", {}, "-0.00e400", "0"),
        ("number", {}, "-15e-400", "-1.5e-399"),
        ("number", {}, "0." + "1" * 60, "0." + "1" * 60),
        ("number", {}, "1e" + "9" * 2000, "1e" + "9" * 2000),
        ("year", {}, "-0000", "0000"),
        ("time", {}, "10:00:00.500Z", "10:00:00.5Z"),
        ("duration", {}, "PT36H", "P1DT12H"),
        ("duration", {}, "P14M", "P1Y2M"),
        ("duration", {}, "-PT0.50S", "-PT0.5S"),
        ("duration", {}, "P0Y", "PT0S"),
        ("duration", {}, "P1Y2M3DT4H5M6.70S", "P1Y2M3DT4H5M6.7S"),
        ("array", {}, '[ 1.0, "é", {"b": 1e2, "a": true} ]', '[1,"é",{"a":true,"b":100}]'),
        ("object", {}, '{"b": 12345678901234567890.10, "a": "\\u00e9"}',
         '{"a":"é","b":12345678901234567890.1}'),
        ("geopoint", {}, "90.50,+045", "90.5, 45"),
        ("geopoint", {"format": "array"}, "[90.50, 45]", "[90.5,45]"),
        ("geopoint", {"format": "object"}, '{"lat": 45, "lon": 90.50}', '{"lon":90.5,"lat":45}'),
        ("geopoint", {"format": "object"}, '{"lat": 45, "lon": 90.50, "x": 1}', None),
        ("geopoint", {"format": "object"}, "[1, 2]", None),
        ("geopoint", {"format": "array"}, '["1", 2]', None),
        ("geopoint", {"format": "array"}, "[1, 2", None),
        ("geojson", {}, '{"type": "Point", "coordinates": [1.0, 2]}',
         '{"coordinates":[1,2],"type":"Point"}'),
        ("list", {"itemType": "integer"}, "01,+2", "1,2"),
        ("list", {"itemType": "number", "delimiter": ";"}, "1.0;2e3", "1;2000"),
        ("list", {"itemType": "boolean"}, "1,False", "true,false"),
        ("list", {"itemType": "date"}, "2021-01-31", "2021-01-31"),
        ("list", {"itemType": "integer"}, "", ""),
        ("date", {"format": "%d/%m/%Y"}, "31/1/2021", "2021-01-31"),
        ("date", {"format": "%d. %B %Y"}, "31. January 2021", "2021-01-31"),
        ("date", {"format": "%d/%m/%Y"}, "1/31/2021", None),
        ("date", {"format": "%d/%m/%Y"}, "٣١/01/2021", None),
        ("date", {"format": "%Y"}, "2021", "2021"),
        ("date", {"format": "%m/%Y"}, "01/2021", "01/2021"),
        ("date", {"format": "%Y %j"}, "2021 031", "2021-01-31"),
        ("date", {"format": "%G-W%V-%u"}, "2021-W04-7", "2021-01-31"),
        ("time", {"format": "%I:%M %p"}, "10:30 PM", "22:30:00"),
        ("datetime", {"format": "%d/%m/%y %H:%M"}, "31/01/21 10:30", "2021-01-31T10:30:00"),
        ("datetime", {"format": "%Y-%m-%d %H:%M:%S.%f"}, "2021-01-31 10:30:00.50",
         "2021-01-31T10:30:00.5"),
        ("datetime", {"format": "%Y-%m-%d %H:%M %z"}, "2021-01-31 10:30 -0530",
         "2021-01-31T10:30:00-05:30"),
        ("datetime", {"format": "%Y-%m-%d %H:%M %z"}, "2021-01-31 10:30 +0000",
         "2021-01-31T10:30:00Z"),
        ("datetime", {"format": "%Y-%m-%d %H:%M %z"}, "2021-01-31 10:30 +01:00:30", None),
        ("date", {"format": "any"}, "31 January 2021", "2021-01-31"),
        ("date", {"format": "any"}, "Jan 31st, 2021", "2021-01-31"),
        ("date", {"format": "any"}, "2021-01-31", "2021-01-31"),
        ("date", {"format": "any"}, "31.01.2021", "2021-01-31"),
        ("date", {"format": "any"}, "03/04/2021", None),
        ("date", {"format": "any"}, "January", None),
        ("date", {"format": "any"}, "31/01/21", None),
        ("date", {"format": "any"}, "0001-02-03", "0001-02-03"),
        ("date", {"format": "any"}, "20210131", "2021-01-31"),
        ("date", {"format": "any"}, "January 2021", None),
        ("date", {"format": "any"}, "99 January 2021", None),
        ("date", {"format": "any"}, "10", None),
        ("date", {"format": "any"}, "today", None),
        ("date", {"format": "any"}, "2021-02-30", None),
        ("time", {"format": "any"}, "10:30pm", "22:30:00"),
        ("time", {"format": "any"}, "2021-01-31", None),
        ("time", {"format": "any"}, "10:30 +02:00", "10:30:00+02:00"),
        ("time", {"format": "any"}, "10:30 ZZ", None),
        ("time", {"format": "any"}, "10:30 +25:00", None),
        ("datetime", {"format": "any"}, "2021-01-31 10:30 ZUTC", None),
        ("datetime", {"format": "any"}, "31 Jan 2021 10:30", "2021-01-31T10:30:00"),
        ("datetime", {"format": "any"}, "2021-01-31T10:30:00Z", "2021-01-31T10:30:00Z"),
    ],
)  # fmt: skip
def test_a_value_of_any_format_is_published_in_one_way(
    type_: str, properties: dict[str, Any], text: str, published: str | None, engine: Engine
) -> None:
    held = made(type_, **properties)
    right = ask(
        engine, f"coalesce({field_types.express_validity(held, sql.quote_text(text))}, false)"
    )
    assert right == (published is not None)
    if published is not None:
        assert canonical(engine, held, text) == published
        after = field_types.as_published(held)
        assert ask(engine, field_types.express_validity(after, sql.quote_text(published))) is True
        assert canonical(engine, after, published) == published


@pytest.mark.parametrize(
    ("type_", "first", "second"),
    [
        ("number", "1.50", "15e-1"),
        ("number", "1" + "0" * 400, "1e400"),
        ("datetime", "2021-01-01T12:00:00+02:00", "2021-01-01T10:00:00.0Z"),
        ("time", "12:00:00+02:00", "10:00:00"),
        ("duration", "PT24H", "P1D"),
        ("object", '{"a": 1, "b": 2}', '{"b":2.0,"a":1}'),
        ("geopoint", "1,2", "1.0, 2.0"),
        ("year", "-0000", "0000"),
    ],
)
def test_one_value_in_two_ways_is_one_value(
    type_: str, first: str, second: str, engine: Engine
) -> None:
    held = Column(made(type_), sql.quote_text(first))
    assert ask(engine, f"{held.typed} in ({held.value(second)})") is True


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">="])
def test_durations_that_depend_on_the_month_stand_on_no_side(operator: str, engine: Engine) -> None:
    held = Column(made("duration"), "'P1M'")
    assert ask(engine, held.compares(operator, "P30D")) is True


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ({"type": "Topology", "objects": {}, "arcs": []}, True),
        ({"type": "Topology", "objects": {"a": {"type": "Point", "coordinates": [1, 2]}},
          "arcs": []}, True),
        ({"type": "Topology", "objects": {"a": {"type": "LineString", "arcs": [0, -1]}},
          "arcs": [[[1, 2], [3, 4]]]}, True),
        ({"type": "Topology", "objects": {"a": {"type": "Polygon", "arcs": [[0]]}},
          "arcs": [[[1, 2], [3, 4]]]}, True),
        ({"type": "Topology", "objects": {"a": {"type": None},
          "b": {"type": "MultiPoint", "coordinates": [[1, 2]]},
          "c": {"type": "GeometryCollection", "geometries": []}}, "arcs": []}, True),
        ({"type": "Topology", "objects": {"a": {"type": "LineString", "arcs": [1]}},
          "arcs": [[[1, 2], [3, 4]]]}, False),
        ({"type": "Topology", "objects": {"a": {"type": "LineString", "arcs": [10]}},
          "arcs": [[[1, 2], [3, 4]]]}, False),
        ({"type": "Topology", "objects": {"a": {"type": "LineString", "arcs": ["0"]}},
          "arcs": [[[1, 2], [3, 4]]]}, False),
        ({"type": "Topology", "objects": {"a": {"type": "Circle"}}, "arcs": []}, False),
        ({"type": "Topology", "objects": {"a": 5}, "arcs": []}, False),
        ({"type": "Topology", "objects": {}, "arcs": [[[1, 2]]]}, False),
        ({"type": "Topology", "objects": []}, False),
        ({"type": "Point", "coordinates": [1, 2]}, False),
        ([], False),
    ],
)  # fmt: skip
def test_a_topology_names_arcs_that_there_are(text: Any, right: bool, engine: Engine) -> None:
    held = made("geojson", format="topojson")
    assert (
        ask(engine, field_types.express_validity(held, sql.quote_text(json.dumps(text)))) is right
    )


@pytest.mark.parametrize(
    ("first", "second", "operator"),
    [("1", "1.0", "="), ("NaN", "1", None), ("x", "1", None), ("-INF", "-1e999", "<")],
)
def test_numerals_compare_by_their_digits(first: str, second: str, operator: str | None) -> None:
    assert compare_numbers(first, second) == operator


def test_what_is_no_numeral_or_duration_has_no_canonical_form() -> None:
    assert render_numeral("x") is None and render_numeral(".") is None
    assert render_numeral("NaN") == "NaN"
    assert render_duration("P1W") is None and render_duration("P" + "9" * 2000 + "D") is None
    assert compare_durations("P1W", "P1D") is None
    assert compare_durations("P1M", "P30D") == "?"
