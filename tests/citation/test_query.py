"""One spelling of a query, which means what every other spelling means."""

import sqlite3
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.citation import NotCitable, with_values, without_limit
from pressmark.citation.query import (
    find_limit,
    has_order,
    name_parameters,
    normalize_select,
    order_totally,
)

PIECES = (
    "select", "a", "1", "'x  y'", "'it''s'", '"a  -- b"', "[a  b]", "`a  b`", "--c\n", "/* d */",
    "/*", "*/", "'", '"', "[", "]", "`", ";", ",", "(", ")", " ", "\n", "\t", "\f", "\v", "\ufeff",
    "\xa0", "-", "+", "*", "/", "||", "x'00'", ":p", "as", "limit", "order by", "é", "1.5e3", "->",
)  # fmt: skip
scripts = st.lists(st.sampled_from(PIECES), max_size=12).map(lambda each: "select " + "".join(each))


def answer(statement: str) -> Any:
    """Give what SQLite answers; a mistake is an answer too."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute('create table t ("a  -- b", "a  b", a)')
        cursor = connection.execute(statement, {"p": 5})
        rows = cursor.fetchall()
        # A column without a name is called as it is written, and so by its spelling.
        return len(cursor.description or ()), rows
    except (sqlite3.Error, sqlite3.Warning, ValueError):
        return "a mistake"
    finally:
        connection.close()


@given(scripts)
def test_the_normal_spelling_means_the_same(statement: str) -> None:
    try:
        written = normalize_select(statement)
    except NotCitable:
        return
    if answer(statement) != "a mistake":
        assert answer(written) == answer(statement)
    assert normalize_select(written) == written


@pytest.mark.parametrize(
    ("statement", "written"),
    [
        ("select 1", "select 1"),
        ("  SELECT\n\t1 ;\n; ", "SELECT 1"),
        ("-- title: x\nselect 1 -- one\n", "select 1"),
        ("select/* two */1", "select 1"),
        ("select '  -- ; ''/* ' ;", "select '  -- ; ''/* '"),
        ('select "a;  b" from t;', 'select "a;  b" from t'),
        ("select [a  --b] , `c /* d`", "select [a  --b] , `c /* d`"),
        (
            "with a as (select 1) select * from a /* unclosed",
            "with a as (select 1) select * from a",
        ),
        ("select 1 - --x\n-1", "select 1 - -1"),
        ("\ufeffselect 1", "select 1"),
    ],
)
def test_spellings_of_one_query(statement: str, written: str) -> None:
    assert normalize_select(statement) == written


@pytest.mark.parametrize(
    "statement",
    ["", ";", "delete from t", "explain select 1", "pragma user_version", "'select'", "select\x00"],
)
def test_what_is_no_select_is_refused(statement: str) -> None:
    with pytest.raises(NotCitable) as caught:
        normalize_select(statement)
    assert caught.value.status == 400


def test_what_is_too_long_says_so() -> None:
    with pytest.raises(NotCitable, match="too long") as caught:
        normalize_select("select " + "1" * 8_000)
    assert caught.value.status == 414


def test_parameters_are_named_once_and_not_in_text() -> None:
    assert name_parameters("select :b, ':c', \":d\", [:e], :a, :b") == ("b", "a")
    for other in ("select ?", "select ?1", "select @a", "select $a"):
        with pytest.raises(NotCitable, match="colon"):
            name_parameters(other)


def test_numbers_take_the_place_of_parameters() -> None:
    written = "select :p0, ':p0', :p1 limit 3"
    assert with_values(written, {"p0": 7}) == "select 7, ':p0', :p1 limit 3"


@pytest.mark.parametrize(
    ("statement", "ordered", "limited"),
    [
        ("select 1", False, False),
        ("select * from (select 1 order by 1 limit 1)", False, False),
        ("select row_number() over (order by a) from t", False, False),
        ("select \"order by\", 'limit' from t", False, False),
        ("select * from t ORDER\nBY a", True, False),
        ("select (select 1 limit 1) from t order by (a) limit 1 offset 2", True, True),
    ],
)
def test_the_outermost_order_and_limit_are_seen(
    statement: str, ordered: bool, limited: bool
) -> None:
    written = normalize_select(statement)
    assert (has_order(written), find_limit(written) is not None) == (ordered, limited)


def test_the_order_is_made_total_before_the_limit() -> None:
    up, down = (
        order_totally("select a, b from t order by a limit 2", 2, descending=each)
        for each in (False, True)
    )
    assert up == "select a, b from t order by a, 1 collate binary, 2 collate binary limit 2"
    assert "1 collate binary desc, 2 collate binary desc limit 2" in down
    assert order_totally("select a from t", 1, descending=False) == (
        "select a from t order by 1 collate binary"
    )
    assert without_limit("select (select 1 limit 1) limit 5") == "select (select 1 limit 1)"
