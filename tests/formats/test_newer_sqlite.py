"""SQLite 3.37 and the newest must both answer what a release asks."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from pressmark import sql
from pressmark.errors import ProjectError
from pressmark.formats.agreement import refuse_disagreement
from pressmark.formats.asked_sqlite import NewestSqlite
from pressmark.formats.newer_sqlite import NEWER_FUNCTIONS, find_newer_function, find_newer_words
from pressmark.package.own import FORMAT
from pressmark.package.project import read_package
from pressmark.releases.build import build
from tests.packages import field, fields, read, write_package

TABLE = {"t": (fields(field("a"), field("n", "integer"), primaryKey="a"), "a,n\nx,1\ny,2\n")}
MOST_ASKED = 500
"""How often the newest SQLite lets tables of WITH clauses be asked in a statement."""


@pytest.mark.parametrize(
    ("text", "newer"),
    [
        ("select 1 from t right join u on 1", "RIGHT or FULL JOIN"),
        ("select 1 from t natural FULL\n OUTER join u", "RIGHT or FULL JOIN"),
        ("select a is distinct from b from t", "IS DISTINCT FROM"),
        ("select a is not  distinct from b from t", "IS DISTINCT FROM"),
        ("select 1_000", "_ between digits"),
        ("select group_concat(a, ',' order by a) from t", "ORDER BY inside a function"),
        ('select max("my f"(a order by a)) from t', "ORDER BY inside a function"),
        ("select group_concat((select b from u order by b), ',' order by a) from t",
         "ORDER BY inside a function"),
        ("select a1_2, t1.b_3 from t", None),
        ("select 'a right join b', \"is distinct from\" from t -- 1_000", None),
        ("select a as full_join from t left join u on right.a = u.a", None),
        ("select distinct a from t where a is not null", None),
        ("select sum(n) over (partition by a order by n) from t", None),
        ("select sum(n) over w from t window w as (order by n)", None),
        ("with x(a) as (select a from t order by a) select max(a) from x order by 1", None),
        ("with x as not materialized (select a from t order by a) select a from x", None),
        ("select a from t where a in (select a from u order by a) order by (a)", None),
        ("select exists(select 1 from t order by a), max((select 1 order by 1))", None),
        ("select 1) order by 1", None),
    ],
)  # fmt: skip
def test_words_that_3_37_does_not_know_are_found(text: str, newer: str | None) -> None:
    assert find_newer_words(text) == newer


@pytest.mark.parametrize(
    ("called", "newer"),
    [
        ({"max", "JSONB_set"}, "jsonb_set()"),
        ({"string_agg", "count"}, "string_agg()"),
        ({"->>"}, "the operator ->>"),
        ({"max", "group_concat", "json_extract"}, None),
        (set(), None),
    ],
)
def test_functions_that_3_37_does_not_know_are_found(called: set[str], newer: str | None) -> None:
    assert find_newer_function(called) == newer


def functions(connection: sqlite3.Connection | apsw.Connection) -> set[str]:
    """List the functions that a SQLite has."""
    rows = connection.execute("select name from pragma_function_list where builtin").fetchall()
    return {str(name) for (name,) in rows}


@pytest.mark.skipif(sqlite3.sqlite_version_info >= (3, 41), reason="this SQLite has newer ones")
def test_no_newer_function_is_missing() -> None:
    newer = functions(apsw.Connection(":memory:")) - functions(sqlite3.connect(":memory:"))
    assert "string_agg" in newer
    assert {name for name in newer if not find_newer_function({name})} == set()
    assert functions(apsw.Connection(":memory:")) >= NEWER_FUNCTIONS


def built(
    folder: Path, kind: str, beside: dict[str, list[str]] | None = None, **statements: str
) -> None:
    """Build a release with views or queries."""
    for name, text in statements.items():
        (folder / f"{name}.sql").write_text(text, encoding="utf-8")
    extra = {f"pressmark:{kind}": [f"{name}.sql" for name in statements], **(beside or {})}
    assert build(read(write_package(folder, TABLE, **extra)), folder / "built").valid


@pytest.mark.parametrize(
    ("text", "newer"),
    [
        ("select concat_ws('-', a, a) as b from t order by a", "concat_ws()"),
        ("select '{\"k\": 1}' ->> 'k' as b", "the operator ->>"),
        ("select t.a from t right join t as u on u.a = t.a order by t.a", "RIGHT or FULL JOIN"),
    ],
)
def test_a_question_that_3_37_cannot_answer_is_refused(
    text: str, newer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Python's own SQLite may be too old to know it, too.
    monkeypatch.setattr("pressmark.formats.agreement.OwnSqlite", NewestSqlite)
    with pytest.raises(ProjectError) as caught:
        built(tmp_path, "queries", q=text)
    assert caught.value.wrong == f"it uses {newer}, which SQLite 3.37 does not know"
    assert caught.value.right == "write it so that every SQLite from 3.37 on answers it"
    assert caught.value.place.endswith("q.sql")


def test_a_function_in_a_view_below_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pressmark.formats.agreement.OwnSqlite", NewestSqlite)
    views = {"above": "select b from below", "below": "select concat(a, 'z') as b from t"}
    with pytest.raises(ProjectError, match=r"below\.sql: it uses concat\(\)"):
        built(tmp_path, "views", None, **views)


def asks(often: int) -> str:
    """Write a statement that asks a table of a WITH clause often, never in itself."""
    half = " union all ".join(["select a from x"] * (often // 2))
    return f"with x as (select a from t) select a from ({half}) union all select a from ({half})"


def test_what_only_the_newest_refuses_is_refused_with_what_would_be_right(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        built(tmp_path, "queries", q=asks(MOST_ASKED + 100) + " order by a")
    version = apsw.sqlite_lib_version()
    assert caught.value.wrong == (
        f"SQLite {version} cannot run it: VIEWs and/or subqueries nested too deep"
    )
    assert caught.value.right.startswith("ask the tables of WITH clauses fewer times")


def test_what_is_too_deep_only_with_the_views_below_is_refused(tmp_path: Path) -> None:
    (tmp_path / "below.sql").write_text(asks(MOST_ASKED // 2), encoding="utf-8")
    extra = {"pressmark:views": ["below.sql"]}
    built(tmp_path, "queries", q="select count(*) as n from below", beside=extra)
    again = "select a from below union all " * 2 + "select a from below order by a"
    with pytest.raises(ProjectError, match=r"q\.sql: SQLite .* nested too deep"):
        built(tmp_path, "queries", q=again, beside=extra)


def test_what_is_asked_less_often_may_be_published(tmp_path: Path) -> None:
    built(tmp_path, "queries", q=asks(MOST_ASKED // 3) + " order by a")


def test_a_release_of_the_first_format_is_asked_as_it_was(tmp_path: Path) -> None:
    built(tmp_path, "queries", q="select 1 as one")
    made = tmp_path / "built"
    described = json.loads((made / "datapackage.json").read_text("utf-8"))
    (made / "queries/q.sql").write_text(asks(MOST_ASKED + 100) + " order by a", encoding="utf-8")
    files = made / "small.sqlite", made / "small.duckdb"
    with pytest.raises(ProjectError, match="nested too deep"):
        refuse_disagreement(read_package(made / "datapackage.json", trusted=True), *files)
    del described[FORMAT.name]
    (made / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    refuse_disagreement(read_package(made / "datapackage.json", trusted=True), *files)


def test_a_view_that_sqlite_refuses_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"wrong\.sql: SQLite refuses it: near"):
        built(tmp_path, "views", right="select a from t", wrong="select from")


def test_an_answer_without_rows_has_its_columns(tmp_path: Path) -> None:
    built(tmp_path, "queries", q="select a, n from t where n > 5")
    file = tmp_path / "built/small.sqlite"
    package = read(tmp_path / "datapackage.json")
    with closing(NewestSqlite(file)) as newest:
        answer = newest.answer(package.queries[0], f"select {sql.quote('a')} from t where 0", {})
    assert answer == (("a",), [])
