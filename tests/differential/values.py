"""Cells by type: right ones from small pools, so that they repeat, and wrong ones of every kind."""

from hypothesis import strategies as st

RIGHT: dict[str, tuple[str, ...]] = {
    "any": ("x", "1", "true", "a b", "é", 'say "hi"', "two\nlines", "comma, inside"),
    "boolean": ("true", "false", "True", "FALSE", "1", "0"),
    "date": ("2020-02-29", "2021-01-01", "0001-01-01", "9999-12-31", "1999-12-31"),
    "datetime": (
        "2020-02-29T23:59:59", "2021-01-01T00:00:00", "2021-01-01T00:00:00.5",
        "2021-01-01T00:00:00.500", "0001-01-01T00:00:00", "9999-12-31T23:59:59",
    ),
    "integer": ("0", "1", "2", "-7", "007", "+3", "12345678901234567890123456", "-0", "10"),
    "number": (
        "0", "1", "1.0", "-2.5", "+3.50", "1e2", "100", "1E-3", ".5", "5.", "-0.0",
        "12345678901234567890.123456789", "0.1",
    ),
    "string": (
        "x", "y", "zebra", "a b", "é", "日本語", 'say "hi"', "two\nlines", "comma, inside", "A",
        "abc123",
    ),
    "time": ("00:00:00", "23:59:59", "12:30:00", "12:30:00.5", "12:30:00.50"),
    "year": ("2020", "1999", "0001", "9999"),
    "yearmonth": ("2020-01", "1999-12", "0001-01", "9999-12"),
}  # fmt: skip
"""Values that every reader of the standard accepts."""

WRONG: dict[str, tuple[str, ...]] = {
    "boolean": ("yes", "t", "TrUe", "2", "-1", "01"),
    "date": (
        "2021-02-30", "2021-02-29", "2021-13-01", "01.02.2020", "2020/01/01", "20200101", "epoch",
        "2020-01-01T00:00:00", "10000-01-01", "today",
    ),
    "datetime": (
        "2021-02-30T00:00:00", "2020-01-01", "2020-01-01T10:00", "2020-01-01T25:00:00",
        "2020-01-01T10:61:00", "infinity", "now", "10000-01-01T00:00:00",
    ),
    "integer": ("0x10", "1.5", "1.0", "1e3", "--1", "one", "1,000", "NaN", "1-", "½", "²"),
    "number": ("0x10", "1,5", "1.2.3", "--1", "one", "e5", ".", "1e", "1-", "½", "$5", "5%"),
    "time": ("25:00:00", "12:30", "12:60:00", "12:30:60", "noon", "1:2:3"),
    "year": ("20", "20a0", "MMXX", "2020-01", "19,9"),
    "yearmonth": ("2020-13", "2020-00", "2020", "2020-01-01", "Jan 2020", "a-b"),
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
TYPES = tuple(RIGHT)


def right(type_: str, *, zoned: bool = False) -> st.SearchStrategy[str]:
    """Choose a value of a type; with a zone too, if asked for."""
    pool = RIGHT[type_] + (ZONED.get(type_, ()) if zoned else ())
    if type_ == "integer":
        return st.sampled_from(pool) | st.integers(-20, 20).map(str)
    if type_ == "number":
        return st.sampled_from(pool) | st.decimals(-20, 20, allow_nan=False, places=2).map(str)
    if type_ in ("string", "any"):
        return st.sampled_from(pool) | st.text("abAB01é -_.", min_size=1, max_size=4)
    return st.sampled_from(pool)


def wrong(type_: str) -> st.SearchStrategy[str]:
    """Choose what is not of a type; now and then what is contested, or hidden in a text."""
    pool = st.sampled_from(WRONG.get(type_, HIDDEN))
    if type_ not in CONTESTED:
        return pool
    return st.one_of(pool, pool, pool, st.sampled_from(CONTESTED[type_]))
