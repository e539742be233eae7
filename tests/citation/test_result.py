"""The bytes of a result: different results never the same, the same never different."""

import csv
import hashlib
import io
import math
import re
import sqlite3
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.citation.result import Result, Value, rank_value, render_cell, sort_by_columns

texts = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    [
        "",
        "1",
        "-1",
        "1.0",
        "1e+16",
        "inf",
        "-inf",
        "x'00'",
        "x''",
        "a,b",
        'a"b',
        "a\nb",
        "\r",
        "nan",
    ]
)
values = (
    st.none()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | texts
    | st.binary(max_size=4)
)
numbers = st.integers(1, 3)


@st.composite
def results(draw: st.DrawFn) -> Result:
    """Draw a small result."""
    width = draw(numbers)
    columns = draw(st.lists(texts, min_size=width, max_size=width))
    row = st.tuples(*[values] * width)
    return Result(tuple(columns), tuple(draw(st.lists(row, max_size=3))), "stated")


def read(text: bytes) -> tuple[Any, ...]:
    """Read the bytes back as their documentation says, by no code of the pipeline."""
    lines, line, rest = [], [], text.decode()
    while rest:
        match = re.match(r'("(?:[^"]|"")*"|[^",\n]*)([,\n])', rest)
        assert match, rest
        line.append(meaning(match[1]))
        rest = rest[match.end() :]
        if match[2] == "\n":
            lines.append(tuple(line))
            line = []
    assert not line
    return tuple(lines)


def meaning(written: str) -> Any:
    """Read one cell."""
    if written == "":
        return None
    if written.startswith('"'):
        return written[1:-1].replace('""', '"')
    if re.fullmatch(r"-?[0-9]+", written, re.ASCII):
        return int(written)
    if written.startswith("x'") and re.fullmatch(r"x'[0-9a-f]*'", written):
        return bytes.fromhex(written[2:-1])
    if re.fullmatch(r"-?([0-9]+(\.[0-9]+)?(e[+-][0-9]+)?|inf)", written, re.ASCII):
        return float(written)
    return written


def told(result: Result) -> tuple[Any, ...]:
    """Give a result so that values of different storage classes differ in it."""
    return tuple(
        tuple((type(value), value) for value in line) for line in (result.columns, *result.rows)
    )


@given(results())
def test_bytes_read_back_as_the_result(result: Result) -> None:
    back = read(result.csv)
    assert tuple(tuple((type(v), v) for v in line) for line in back) == told(result)


@given(results(), results())
def test_two_results_have_the_same_bytes_only_if_they_are_the_same(
    one: Result, other: Result
) -> None:
    assert (one.csv == other.csv) == (told(one) == told(other))


@given(st.lists(st.tuples(values, values), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_columns_does_not_hang_on_the_order_before(
    rows: list[tuple[Value, ...]], random: Any
) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    one = Result(("a", "b"), sort_by_columns(rows), "columns")
    assert one.sha256 == Result(("a", "b"), sort_by_columns(mixed), "columns").sha256


@given(values, values)
def test_the_order_is_that_of_sqlite(one: Value, other: Value) -> None:
    """But for an integer and an equal real, and for texts with NUL, where SQLite has no order."""
    connection = sqlite3.connect(":memory:")
    found = connection.execute("select ?1 < ?2, ?1 is ?2", (one, other)).fetchone()
    connection.close()
    if one is None or other is None:
        assert (rank_value(one) <= rank_value(other)) == (one is None)
    elif found[1]:
        assert rank_value(one)[:2] == rank_value(other)[:2]
    else:
        assert (rank_value(one) < rank_value(other)) == bool(found[0])


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        ("", '""'),
        (12, "12"),
        ("12", '"12"'),
        (1.0, "1.0"),
        ("1.0", '"1.0"'),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e300, "1e+300"),
        (-0.0, "0.0"),
        (math.inf, "inf"),
        ("inf", '"inf"'),
        (b"\x00\xff", "x'00ff'"),
        ("x'00ff'", "\"x'00ff'\""),
        ("2026-11-23", "2026-11-23"),
        ("a,b", '"a,b"'),
        ('say "a"', '"say ""a"""'),
        ("Ümläut", "Ümläut"),
    ],
)
def test_each_kind_of_value_has_its_form(value: Value, written: str) -> None:
    assert render_cell(value) == written


def test_the_bytes_are_csv() -> None:
    result = Result(("a", "b"), ((1, "x,y"), (None, "z")), "stated")
    assert result.csv == b'a,b\n1,"x,y"\n,z\n'
    assert list(csv.reader(io.StringIO(result.csv.decode()))) == [
        ["a", "b"],
        ["1", "x,y"],
        ["", "z"],
    ]
    assert result.sha256 == f"sha256:{hashlib.sha256(result.csv).hexdigest()}"
