"""An engine to which another's DuckDB is lent finds nothing of what the other made."""

from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from pressmark.engine.connection import Engine
from tests.kept_engines import KeptEngines

MADE = (
    "create schema inside",
    "create table inside.r1 as select 1 as a",
    "create view seen as select a from inside.r1",
    "create macro twice(x) as 2 * x",
    "create temp table kept as select 1 as a",
)
ASKED = ("inside.r1", "seen", "(select twice(1))", "kept", "(select say('a'))", "arriving")


def test_nothing_is_left_for_the_next() -> None:
    with closing(KeptEngines()) as kept, kept.lent():
        with Engine() as first:
            for statement in MADE:
                first.run(statement)
            first.teach("say", lambda text: text, 1)
            assert first.rows("select twice(a), say('a') from seen") == [(2, "a")]
            with first.cursor() as beside:
                assert beside.rows("select a from inside.r1") == [(1,)]
        with Engine() as second:
            for name in ASKED:
                with pytest.raises(Exception, match="does not exist"):
                    second.rows(f"select * from {name}")
            second.teach("say", lambda text: text + text, 1)
            assert second.rows("select say('a')") == [("aa",)]
            (lender,) = kept.lenders.values()
        assert not kept.lenders
        assert [each for same in kept.idle.values() for each in same] == [lender]


def test_two_at_once_and_others_settings_are_apart() -> None:
    with (
        closing(KeptEngines()) as kept,
        kept.lent(),
        Engine() as first,
        Engine() as second,
        Engine(threads=1) as third,
    ):
        for engine in (first, second, third):
            engine.run("create table t as select 1 as a")
            with pytest.raises(Exception, match="locked"):
                engine.run("set threads = 4")
        assert third.rows("select current_setting('threads')") == [(1,)]
        assert len({id(each) for each in kept.lenders.values()}) == 3


def test_a_file_is_as_it_is_where_it_is_opened_by_itself(tmp_path: Path) -> None:
    lent, own = tmp_path / "a-1.duckdb", tmp_path / "own" / "a-1.duckdb"
    own.parent.mkdir()
    with closing(KeptEngines()) as kept, kept.lent():
        write(lent)
        assert not kept.lenders and set(tmp_path.iterdir()) == {own.parent, lent}
        with Engine(lent, read_only=True) as engine, engine.cursor() as beside:
            assert beside.rows("select a from t") == [(1,)]
            with pytest.raises(Exception, match="read-only"):
                engine.run("create table u as select 1 as a")
        with pytest.raises(duckdb.IOException):
            Engine(tmp_path / "b.duckdb", read_only=True)
        assert not kept.lenders and sum(map(len, kept.idle.values())) == 2
    write(own)
    asked = "select tags, block_size from duckdb_databases() join pragma_database_size() using "
    for path in (lent, own):
        with Engine(path, read_only=True) as engine:
            found = engine.rows(f"{asked} (database_name) where database_name = 'a-1'")
            assert found == [({"storage_version": "v1.0.0+"}, 16384)]


def write(path: Path) -> None:
    """Write a file with a table and small blocks."""
    with Engine(path, block_size=16384) as engine:
        engine.run("create table t as select 1 as a")
        assert engine.rows("select current_database()") == [("a-1",)]
        with pytest.raises(Exception, match="locked"):
            engine.run("set threads = 4")


@pytest.mark.parametrize("name", ["main.duckdb", "odd name.duckdb"])
def test_a_file_of_odd_name_is_opened_as_ever(name: str, tmp_path: Path) -> None:
    with closing(KeptEngines()) as kept, kept.lent(), Engine(tmp_path / name) as engine:
        engine.run("create table t as select 1 as a")
        assert not kept.lenders
