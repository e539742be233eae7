"""A name that is none is an error, with the one that was probably meant."""

import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path

import apsw
import pytest

from pressmark.sandbox import Refused, ask_once
from pressmark.sandbox.names import find_origins, open_to_look, with_nearest_name
from pressmark.sandbox.worker import Options


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Make a small file, with a view that would read an unknown name as a text."""
    path = tmp_path / "odd ?#%41.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(
        "create table towns (code text, name text); insert into towns values ('ber', 'Berlin');"
        'create view wrong as select "nosuch" as a from towns;'
    )
    connection.close()
    return path


@pytest.mark.parametrize(
    ("statement", "near"),
    [
        ('select "nosuch" from towns', "A text is written in single quotes."),
        ("select code from towns where \"nmae\" = 'Berlin'", "Did you mean name?"),
        ('select code from towns order by "nosuch"', "in single quotes"),
        ('select code from towns group by "nosuch"', "in single quotes"),
        ('select t."nmae" from towns t', "Did you mean name?"),
        ("select code from towns where name = nobody", ""),
        ("select a from wrong", ""),
        ("select code from twons", "Did you mean towns?"),
        ("select code from zzzzzz", ""),
    ],
)
def test_a_name_in_double_quotes_is_never_a_text(database: Path, statement: str, near: str) -> None:
    """In a SELECT and behind a view, however it is asked."""
    further: tuple[Options, ...] = ({}, {"records_reversed": True}, {"repeatable": True})
    for each in further:
        with pytest.raises(Refused, match=r"no such (column|table)") as told:
            ask_once(database, statement, rows=5, seconds=5, **each)
        assert near in str(told.value)


def test_a_name_that_there_is_is_answered(database: Path) -> None:
    """In double quotes as SQL has it; a text stands in single ones."""
    answer = ask_once(database, "select \"name\" from \"towns\" where 'a' = 'a'", rows=5, seconds=5)
    assert answer.rows == (("Berlin",),)


def test_another_sentence_stays(database: Path) -> None:
    """One that speaks of no name."""
    assert with_nearest_name(database, 'near "x": syntax error') == 'near "x": syntax error'


def test_a_file_is_looked_through_once_until_it_changes(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []

    def noting(path: Path) -> AbstractContextManager[apsw.Connection]:
        looked.append(path)
        return open_to_look(path)

    monkeypatch.setattr("pressmark.sandbox.names.open_to_look", noting)
    for written, near in (("nmae", "name"), ("cdoe", "code"), ("nmae", "name")):
        said = with_nearest_name(database, f"no such column: {written}")
        assert said.endswith(f"Did you mean {near}?")
    assert len(looked) == 1
    connection = sqlite3.connect(database)
    connection.execute("alter table towns rename name to gnomen")
    connection.close()
    assert with_nearest_name(database, "no such column: gnmoen").endswith("gnomen?")
    assert len(looked) == 2


def test_a_column_of_a_view_is_that_of_a_table_or_nobody_knows(tmp_path: Path) -> None:
    """What is computed is none, nor what stands in SELECTs below one another, at any depth."""
    path = tmp_path / "views.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(
        "create table towns (code text, name text);"
        "create view plain as select name as town, code || '' as made from towns;"
        "create view behind as select p.town as place from plain p left join towns on 1;"
        "create view both as select code as x from towns union all select name from towns;"
        'create view "be hind" as select x from both;'
        'create view last as select x from "be hind";'
        "create view words as select name as \"union\", 'except' as b from towns;"
        "create view broken as select nosuch from towns;"
    )
    connection.close()
    name = ("towns", "name")
    assert find_origins(path) == {
        "plain": {"town": name},
        "behind": {"place": name},
        "words": {"union": name},
        "broken": {},
    }
