"""Cells by type: right ones from small pools, so that they repeat, and wrong ones of every kind."""

from typing import Any

from hypothesis import strategies as st

VARIANTS: dict[str, dict[str, Any]] = {
    "boolean in words": {"type": "boolean", "trueValues": ["yes", "Y"], "falseValues": ["no"]},
    "date by pattern": {"type": "date", "format": "%d.%m.%Y"},
    "datetime by pattern": {"type": "datetime", "format": "%Y-%m-%d %H:%M"},
    "email": {"type": "string", "format": "email"},
    "geopoint as array": {"type": "geopoint", "format": "array"},
    "geopoint as object": {"type": "geopoint", "format": "object"},
    "integer with unit": {"type": "integer", "bareNumber": False},
    "number with comma": {"type": "number", "decimalChar": ",", "groupChar": "."},
    "number with unit": {"type": "number", "bareNumber": False},
    "time by pattern": {"type": "time", "format": "%H:%M"},
    "uri": {"type": "string", "format": "uri"},
    "uuid": {"type": "string", "format": "uuid"},
}
"""Fields that are written in a way of their own: what they say beside their name."""

RIGHT: dict[str, tuple[str, ...]] = {
    "array": ("[]", "[1, 2]", '["a"]', "[[1], {}]", "[null]", '["é"]'),
    "any": ("x", "1", "true", "a b", "é", 'say "hi"', "two\nlines", "comma, inside"),
    "boolean": ("true", "false", "True", "FALSE", "1", "0"),
    "date": ("2020-02-29", "2021-01-01", "0001-01-01", "9999-12-31", "1999-12-31"),
    "datetime": (
        "2020-02-29T23:59:59", "2021-01-01T00:00:00", "2021-01-01T00:00:00.5",
        "2021-01-01T00:00:00.500", "0001-01-01T00:00:00", "9999-12-31T23:59:59",
    ),
    "duration": ("P1Y", "P1M", "P30D", "PT36H", "P1DT12H", "-P1D", "PT0S", "PT1.5S"),
    "geojson": (
        '{"type": "Point", "coordinates": [1, 2]}',
        '{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}',
        '{"type": "FeatureCollection", "features": []}',
    ),
    "geopoint": ("0,0", "90.50,45.50", "-180,-90", "180, 90", "12,-7"),
    "integer": ("0", "1", "2", "-7", "007", "+3", "12345678901234567890123456", "-0", "10"),
    "list": ("a", "a,b", "1,2,3", "x,,y", "a b,c"),
    "number": (
        "0", "1", "1.0", "-2.5", "+3.50", "1e2", "100", "1E-3", ".5", "5.", "-0.0",
        "12345678901234567890.123456789", "0.1",
    ),
    "object": ("{}", '{"a": 1}', '{"a": {"b": [1, null]}}', '{"é": "x, y"}'),
    "string": (
        "x", "y", "zebra", "a b", "é", "日本語", 'say "hi"', "two\nlines", "comma, inside", "A",
        "abc123",
    ),
    "time": ("00:00:00", "23:59:59", "12:30:00", "12:30:00.5", "12:30:00.50"),
    "year": ("2020", "1999", "0001", "9999"),
    "yearmonth": ("2020-01", "1999-12", "0001-01", "9999-12"),
    "boolean in words": ("yes", "Y", "no"),
    "date by pattern": ("29.02.2020", "01.01.2021", "31.12.9999"),
    "datetime by pattern": ("2020-02-29 23:59", "2021-01-01 00:00"),
    "email": ("a@example.org", "first.last+tag@sub.example.com"),
    "geopoint as array": ("[0, 0]", "[90.5, 45.5]", "[-180, -90]"),
    "geopoint as object": ('{"lon": 0, "lat": 0}', '{"lon": 90.5, "lat": 45.5}'),
    "integer with unit": ("95%", "5", "$7", "1 km", "-3"),
    "number with comma": ("1,5", "1.000,25", "-3", "1.000.000", "0,5"),
    "number with unit": ("95%", "5.5", "EUR 7", "1.5 km"),
    "time by pattern": ("12:30", "00:00", "23:59"),
    "uri": ("http://example.org/a?b=c#d", "urn:isbn:0", "https://example.org"),
    "uuid": ("123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"),
}  # fmt: skip
"""Values that every reader of the standard accepts."""

WRONG: dict[str, tuple[str, ...]] = {
    "array": ("[1", "{}", "x", "1", '"a"', "null", "[1,]", "(1, 2)", "['a']"),
    "boolean": ("yes", "t", "TrUe", "2", "-1", "01"),
    "date": (
        "2021-02-30", "2021-02-29", "2021-13-01", "01.02.2020", "2020/01/01", "20200101", "epoch",
        "2020-01-01T00:00:00", "10000-01-01", "today",
    ),
    "datetime": (
        "2021-02-30T00:00:00", "2020-01-01", "2020-01-01T10:00", "2020-01-01T25:00:00",
        "2020-01-01T10:61:00", "infinity", "now", "10000-01-01T00:00:00",
    ),
    "duration": ("1 day", "P", "P1", "1Y", "P1H", "PT1D", "P-1D", "p1d", "1:30:00"),
    "geojson": ("{}", "[]", "x", '{"type": "Nope"}', '{"type": "Point", "coordinates": ["a"]}'),
    "geopoint": ("x,y", "1", "1;2", "200,10", "10,100", "1,2,3", "[1, 2]", "N1,E2"),
    "integer": ("0x10", "1.5", "1.0", "1e3", "--1", "one", "1,000", "NaN", "1-", "½", "²"),
    "number": ("0x10", "1,5", "1.2.3", "--1", "one", "e5", ".", "1e", "1-", "½", "$5", "5%"),
    "object": ("{", "[]", "x", "1", '"a"', "null", "{'a': 1}", '{"a": 1,}', "{a: 1}"),
    "time": ("25:00:00", "12:30", "12:60:00", "12:30:60", "noon", "1:2:3"),
    "year": ("20", "20a0", "MMXX", "2020-01", "19,9"),
    "yearmonth": ("2020-13", "2020-00", "2020", "2020-01-01", "Jan 2020", "a-b"),
    "boolean in words": ("true", "false", "1", "0", "NO", "y"),
    "date by pattern": ("2020-02-29", "31.02.2020", "1/1/2020", "01.13.2020"),
    "datetime by pattern": ("2020-02-29T23:59:00", "2020-02-30 10:00", "2020-02-28 24:10"),
    "email": ("a", "a@", "@b.org", "a b@example.org"),
    "geopoint as array": ("[0]", "[200, 0]", "0,0", '{"lon": 0, "lat": 0}', '["a", "b"]'),
    "geopoint as object": ("[0, 0]", "{}", '{"lon": 200, "lat": 0}', '{"lon": "a", "lat": "b"}'),
    "integer with unit": ("one", "%", "1.5"),
    "number with comma": ("1,5,5", "one", "1e", ","),
    "number with unit": ("one", "%"),
    "time by pattern": ("12:30:00", "25:00", "noon"),
    "uri": ("example", "a b", "http//x"),
    "uuid": ("123e4567", "x23e4567-e89b-12d3-a456-426614174000", "not a uuid"),
}  # fmt: skip
"""Values that no reader of the standard accepts."""

CONTESTED: dict[str, tuple[str, ...]] = {
    "date": ("2020-1-1", "2020-01-1", "0000-01-01", "٢٠٢٠-01-01"),
    "datetime": (
        "2020-01-01 10:00:00",
        "2020-01-01T24:00:00",
        "2020-01-01T10:00:00,5",
        "0000-01-01T00:00:00",
    ),
    "duration": ("PT", "P1DT"),
    "integer": ("1_000", " 3", "3 ", "٣", "\uff13"),
    "number": ("1_000", " 3", "3.5 ", "٣", "nan", "inf", "Infinity", "-Infinity", "sNaN", "NaN12"),
    "time": ("24:00:00", "12:30:00,5"),
    "year": ("-0001", "12345", "+202", " 202", "1_23", "٢٠٢٠"),
    "yearmonth": ("2020-1", "20-01", "-0001-01", "2020- 1", "12345-01", "٢٠٢٠-01"),
}
"""Values on which the two judges differ; `disagreements.CELLS` says who is right."""

ZONED = {
    "datetime": ("2020-02-29T23:59:59Z", "2021-01-01T01:00:00+01:00", "2021-01-01T00:00:00Z"),
    "time": ("12:30:00Z", "13:30:00+01:00", "12:30:00.5+01:00"),
}
"""Moments with a zone, for fields without bounds: the second judge cannot compare the two kinds."""

HIDDEN = ("a\u200bb", "\u202eabc", "a\x07b", "\x7f")
KINDS = tuple(RIGHT)


def kind_of(field: dict[str, Any]) -> str:
    """Name the kind of value that a field holds: its type, or one of `VARIANTS`."""
    found = (name for name, says in VARIANTS.items() if says.items() <= field.items())
    return next(found, field["type"])


def right(kind: str, *, zoned: bool = False) -> st.SearchStrategy[str]:
    """Choose a value of a kind; with a zone too, if asked for."""
    pool = RIGHT[kind] + (ZONED.get(kind, ()) if zoned else ())
    if kind == "integer":
        return st.sampled_from(pool) | st.integers(-20, 20).map(str)
    if kind == "number":
        return st.sampled_from(pool) | st.decimals(-20, 20, allow_nan=False, places=2).map(str)
    if kind in ("string", "any"):
        return st.sampled_from(pool) | st.text("abAB01é -_.", min_size=1, max_size=4)
    return st.sampled_from(pool)


def wrong(kind: str) -> st.SearchStrategy[str]:
    """Choose what is not of a kind; now and then what is contested, or hidden in a text."""
    pool = st.sampled_from(WRONG.get(kind, HIDDEN))
    if kind not in CONTESTED:
        return pool
    return st.one_of(pool, pool, pool, st.sampled_from(CONTESTED[kind]))
