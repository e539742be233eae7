"""Views of a package are made, whatever their order, and few of them are asked for in vain."""

from typing import Any

import pytest

from pressmark.engine.connection import Engine, StatementError
from pressmark.engine.views import make_asked_views, make_package_views
from pressmark.errors import ProjectError
from pressmark.package import Statement


def view(name: str, select: str) -> Statement:
    """Write a view."""
    return Statement(name, f"views/{name}.sql", select, (), select)


def test_views_that_name_each_other_are_each_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answer = Engine.answer

    def noted(engine: Engine, statement: str) -> object:
        asked.append(statement)
        return answer(engine, statement)

    monkeypatch.setattr(Engine, "answer", noted)
    views = [view("c", "select x from b"), view("b", 'select x from "A"'), view("A", "select 1 x")]
    with Engine() as engine:
        make_package_views(views, engine)
        assert engine.rows("select x from c") == [(1,)]
    assert len(asked) == len(views)


def test_views_in_a_circle_and_behind_it_are_refused_by_the_first() -> None:
    views = [view("a", "select * from b"), view("b", "select * from a"), view("c", "select 1")]
    with Engine() as engine, pytest.raises(ProjectError, match=r"views/a\.sql"):
        make_package_views(views, engine)


def test_a_view_is_refused_once_all_others_are_made() -> None:
    views = [view("a", "select nothing"), view("b", "select 'a' as word"), view("c", "select 1 x")]
    with Engine() as engine:
        with pytest.raises(ProjectError, match="nothing"):
            make_package_views(views, engine)
        assert engine.rows("select x from c") == [(1,)]


TWICE = view("q", "select a.x = b.x as same, a.k from v as a join v as b on a.k = b.k")
ONCE = view("q", "select x, k from v")


def ask_of(engine: Engine, asked: Statement, below: str) -> list[tuple[Any, ...]]:
    """Make a view that a statement asks, and answer the statement."""
    engine.run("create schema inside")
    make_asked_views([view("v", below)], [asked], engine)
    return engine.rows(asked.select)


def test_a_view_that_is_asked_twice_is_computed_once() -> None:
    with Engine() as engine:
        assert ask_of(engine, TWICE, "select uuid() as x, 1 as k") == [(True, 1)]
    with Engine() as engine:
        ask_of(engine, ONCE, "select uuid() as x, 1 as k")
        assert engine.rows("select count(distinct x) from (from v union all from v)") == [(2,)]


@pytest.mark.parametrize(
    ("most", "kept"),
    [(2, True), (1, False)],
)
def test_a_view_of_many_rows_is_not_kept(
    most: int, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pressmark.engine.views.MOST_KEPT", most)
    with Engine() as engine:
        found = ask_of(engine, TWICE, "select uuid() as x, unnest([1, 2]) as k")
        assert sorted(found) == [(kept, 1), (kept, 2)]
        assert engine.rows("select count(*) from duckdb_tables()") == [(int(kept),)]


def test_a_view_that_cannot_be_computed_as_a_whole_may_be_asked_for_less() -> None:
    with Engine() as engine:
        asked = view("q", "select a.k from v as a join v as b on a.k = b.k")
        assert ask_of(engine, asked, "select error('no') as x, 1 as k") == [(1,)]


def test_a_kept_view_is_no_table() -> None:
    with Engine() as engine:
        ask_of(engine, TWICE, "select 1 as x, 1 as k")
        with pytest.raises(StatementError, match="rowid"):
            engine.answer("select rowid from v")
