"""Views of a package are made, whatever their order, and few of them are asked for in vain."""

import pytest

from pressmark.engine.connection import Engine
from pressmark.engine.views import make_package_views
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
