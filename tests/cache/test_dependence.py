"""On which tables an own rule depends, and whether it may answer otherwise over the same ones."""

from pathlib import Path

import pytest

from pressmark.cache.dependence import (
    CALL,
    VARYING_BEGINS,
    VARYING_CALLS,
    VARYING_WORDS,
    Dependence,
    is_lasting,
)
from pressmark.engine.connection import Engine
from pressmark.engine.views import list_asked_views, may_name
from pressmark.package import Statement
from pressmark.package.project import read_project
from tests.cache.projects import LARGE, TABLES, list_asked
from tests.packages import write_project

EVERY = ["countries", "cities", "alone"]


def test_every_function_of_the_engine_that_may_vary_is_known() -> None:
    with Engine() as engine:
        found = engine.rows(
            "select distinct function_name, stability, macro_definition from duckdb_functions()"
        )
    names = {name for name, stability, _ in found if stability not in (None, "CONSISTENT")}
    assert "now" in names
    names -= {"error"}  # which answers nothing
    made_of = {name for name, _, text in found if not names.isdisjoint(CALL.findall(text or ""))}
    unknown = {
        name
        for name in names | made_of
        if name not in VARYING_CALLS | VARYING_WORDS and not name.startswith(VARYING_BEGINS)
    }
    assert unknown == set()


@pytest.mark.parametrize(
    ("select", "lasting"),
    [
        ("select key from alone", True),
        ("select now from alone", True),
        ("select today, sampled from alone", True),
        ("select key from alone where now() > day", False),
        ('select key from alone where "NOW" /* x */ -- y\n () > day', False),
        ("select key from alone where CURRENT_DATE > day", False),
        ("select key from alone where age(day) > interval 1 day", False),
        ("select key from alone using sample 3", False),
        ("select table_name as key from duckdb_tables()", False),
        ("select name as key from sqlite_master", False),
        ("select random() as key", False),
    ],
)
def test_what_asks_the_clock_does_not_last(tmp_path: Path, select: str, *, lasting: bool) -> None:
    rule = f"-- table: alone\n{select}\n"
    project = read_project(write_project(tmp_path, TABLES, {"schemas/rules/a.sql": rule}))
    assert is_lasting(project.rules) is lasting


@pytest.mark.parametrize(
    ("select", "read"),
    [
        ("select key from alone", ["alone"]),
        ('select key from "Alone"', ["alone"]),
        ("select key from cities c join countries d on d.code = c.country", EVERY[:2]),
        ("select key from largest", ["cities"]),
        ("select 'alone' as key", ["alone"]),
        ("select key from query_table('al' || 'one')", EVERY),
        ("select key from query('select 1 as key')", EVERY),
        ("select c1 as key from inside.t2", EVERY),
        ("select table_name as key from information_schema.tables", EVERY),
        ("select column_name as key from (describe alone)", EVERY),
    ],
)
def test_a_rule_reads_the_tables_that_it_may_name(
    tmp_path: Path, select: str, read: list[str]
) -> None:
    extra = {
        "schemas/rules/a.sql": f"-- table: alone\n{select}\n",
        "datapackage/views/largest.sql": "select key from large where people > 300",
        "datapackage/views/large.sql": LARGE,
    }
    project = read_project(write_project(tmp_path, TABLES, extra))
    positions = Dependence(project).list_read(project.rules[0])
    assert [project.tables[each].name for each in positions] == read


def test_a_name_that_is_no_word_is_suspected_always() -> None:
    view = Statement("large-cities", "x.sql", "select 1", (), "")
    rule = Statement("r", "r.sql", "select key from alone", (), "")
    assert list_asked_views((view,), (rule,)) == (view,)
    assert may_name({"alone"}, "b c")
    assert not may_name({"alone"}, "b_c")


def test_a_rule_that_asks_the_clock_is_asked_each_time(world: Path) -> None:
    rule = world / "schemas/rules/late.sql"
    rule.write_text(
        "-- table: alone\n-- message: late\n"
        "select key from alone where current_date < '2000-01-01'",
        encoding="utf-8",
    )
    list_asked(world)
    assert list_asked(world) == [*EVERY, "crowded", "late"]


def test_words_of_a_call_are_found_in_time_that_grows_with_the_text() -> None:
    assert CALL.findall("a" * 200_000 + " now (") == ["now"]
