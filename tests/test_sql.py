"""Names, values and statements written into SQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark import sql
from pressmark.engine.connection import Engine

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
WORDS = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]*", fullmatch=True)


@pytest.mark.parametrize(
    ("identifier", "quoted"),
    [
        ("a", '"a"'),
        ("a b", '"a b"'),
        ('a"b', '"a""b"'),
        ("select", '"select"'),
        ("été", '"été"'),
        ("a;--", '"a;--"'),
    ],
)
def test_a_name_stands_in_double_quotes(identifier: str, quoted: str) -> None:
    assert sql.quote(identifier) == quoted


def test_several_names_and_texts_are_listed() -> None:
    assert sql.quote_all(["a", 'b"']) == '"a", "b"""'
    assert sql.quote_texts(["it's", ""]) == "'it''s', ''"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine() as engine:
        yield engine


@given(TEXTS)
@settings(deadline=None)
def test_a_quoted_text_comes_back_from_both_engines(engine: Engine, value: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        statement = f"select {sql.quote_text(value)}"
        assert engine.rows(statement) == [(value,)]
        assert connection.execute(statement).fetchall() == [(value,)]


@given(TEXTS.filter(bool))
@settings(deadline=None)
def test_a_quoted_name_comes_back_from_both_engines(engine: Engine, value: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        statement = f"select 1 as {sql.quote(value)}"
        assert engine.answer(statement)[0] == (value,)
        assert connection.execute(statement).description[0][0] == value


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("select 1", ()),
        ("select :a", ("a",)),
        ("select :b, :a, :b", ("b", "a")),
        ("select x::int, :a::text", ("a",)),
        ("select ':no', \":no\", 'it''s :no' -- :no\n, :yes", ("yes",)),
        ("select /* :no\n:no */ :yes", ("yes",)),
        ("select :_a1", ("_a1",)),
        ("select :1", ()),
    ],
)
def test_parameters_are_found_outside_text_and_comments(
    statement: str, found: tuple[str, ...]
) -> None:
    assert sql.list_parameters(statement) == found


def test_dollar_parameters_leave_all_else_as_it_is() -> None:
    statement = "select :a, ':a', \":a\", x::int -- :a"
    assert sql.with_dollar_parameters(statement) == "select $a, ':a', \":a\", x::int -- :a"


@given(st.lists(WORDS, unique=True, min_size=1), TEXTS)
def test_every_parameter_is_found_whatever_text_stands_between(
    names: list[str], between: str
) -> None:
    joined = f" {sql.quote_text(between)} {sql.quote(between)} ".join(f":{name}" for name in names)
    assert sql.list_parameters(joined) == tuple(names)
    rewritten = sql.with_dollar_parameters(joined)
    assert sql.list_parameters(rewritten) == ()
    assert all(f"${name}" in rewritten for name in names)


@pytest.mark.parametrize(
    ("statement", "left"),
    [
        ("select 1; -- x", "select 1;     "),
        ("select ';' as \";\"", "select ''' as \"\"\""),
        ("a /* ; */ b", "a         b"),
        ("a::b :c", "a::b :c"),
    ],
)
def test_code_is_what_is_neither_text_nor_comment(statement: str, left: str) -> None:
    assert sql.blank_out(statement) == left


@given(TEXTS)
def test_code_stands_where_it_stood(value: str) -> None:
    statement = f"select {sql.quote_text(value)}, {sql.quote(value)} from t"
    assert len(sql.blank_out(statement)) == len(statement)
    assert ";" not in sql.blank_out(statement)
