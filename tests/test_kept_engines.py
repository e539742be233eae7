"""An engine to which another's DuckDB is lent finds nothing of what the other made."""

from contextlib import closing
from pathlib import Path

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


def test_a_file_is_opened_as_ever(tmp_path: Path) -> None:
    with closing(KeptEngines()) as kept, kept.lent(), Engine(tmp_path / "a.duckdb") as engine:
        engine.run("create table t as select 1 as a")
        assert not kept.lenders
