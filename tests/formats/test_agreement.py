"""SQLite and DuckDB answer every view and query alike, or nothing is published."""

import datetime
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from unittest.mock import Mock

import duckdb
import pytest

from pressmark.engine.connection import Engine
from pressmark.errors import MachineError, ProjectError
from pressmark.formats import agreement, asked_sqlite
from pressmark.formats.agreement import are_equal, refuse_disagreement
from pressmark.formats.asked_duckdb import ask_duckdb, convert_value, keep_in_duckdb
from pressmark.formats.asked_sqlite import AskedSqlite, OwnSqlite, keep_view
from pressmark.package import Package, Statement
from pressmark.releases.build import build
from tests.packages import field, fields, read, write_package

Asked = Callable[..., None]

ITEMS = fields(
    field("id", "integer"),
    field("day", "date"),
    field("at", "datetime"),
    field("price", "number"),
    field("exact", "number"),
    field("ok", "boolean"),
    field("word"),
    primaryKey="id",
)
TEXT = (
    "id,day,at,price,exact,ok,word\n"
    "1,2021-01-01,2021-01-01T10:00:00.5,1.5,12345678901234567.50,true,a\n"
    "2,2021-01-02,2021-01-01T10:00:00,2,3.25,false,B\n"
    "3,,,,,,\n"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files of a small package."""
    folder = tmp_path_factory.mktemp("agreement")
    assert build(read(write_package(folder, {"items": (ITEMS, TEXT)})), folder / "built").valid
    return folder / "built"


@pytest.fixture
def asked(built: Path, tmp_path: Path) -> Asked:
    """Ask both of its databases one more question."""

    def ask(text: str, *, trusted: bool = True) -> None:
        package = replace(package_with(tmp_path, "queries", text), trusted=trusted)
        refuse_disagreement(package, built / "small.sqlite", built / "small.duckdb")

    return ask


def test_what_compiles_has_its_file_until_it_ends_whatever_is_refused(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[object] = []

    def compile_late(_views: object, _queries: object, sqlite: AskedSqlite) -> None:
        threading.Event().wait(0.3)
        answers.extend(sqlite.connection.execute("select 1"))

    monkeypatch.setattr(agreement, "compile_whole", compile_late)
    with pytest.raises(ProjectError, match="nothing"):
        asked("select nothing from items")
    assert answers == [(1,)]


def package_with(folder: Path, kind: str, text: str) -> Package:
    """Write the package again, with one more question."""
    (folder / "q.sql").write_text(text, encoding="utf-8")
    extra = {f"pressmark:{kind}": ["q.sql"]}
    return read(write_package(folder, {"items": (ITEMS, TEXT)}, **extra))


@pytest.mark.parametrize(
    "text",
    [
        "select * from items order by id",
        "select id, 0.5 * id as half from items order by id",
        "select count(*) as n, sum(id) as s, max(day) as d from items",
        'select id, "at", exact, ok from items order by id desc',
        "select id from items where word = 'a' order by id;  -- done",
        "-- parameter: w = a (a word)\nselect id from items where word = :w order by id",
        "with x as (select 1 as n) select n from x",
        "select 1 as a where 1 = 0",
    ],
)
def test_what_both_engines_answer_alike_may_be_published(text: str, asked: Asked) -> None:
    asked(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("select id / 2 as half from items order by id",
         "row 1 is (0,) in SQLite and (0.5,) in DuckDB"),
        ("select id from items order by no_such", "cannot run it: no such column: no_such"),
        ("select unnest([1, 2]) as a", "cannot run it: "),
        ("select typeof(id) as t from items order by id",
         "row 1 is ('integer',) in SQLite and ('BIGINT',) in DuckDB"),
        ("select id from items order by case when sqlite_version() > '' then id end",
         "DuckDB cannot run it: Catalog Error"),
        ("select id from items where word = :w", "takes the parameter 'w' and gives no example"),
        ("-- parameter: w = a\nselect id from items order by id",
         "gives an example of the parameter 'w', which it does not take"),
        ("-- parameter: w = x\nselect id from items where word <> 'b' limit :w",
         "cannot run it: "),
    ],
)  # fmt: skip
def test_a_disagreement_is_named(text: str, wrong: str, asked: Asked, tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        asked(text)
    assert caught.value.place == f"{tmp_path}/q.sql"
    assert caught.value.exit_code == 2
    assert wrong in caught.value.wrong
    assert caught.value.right


def test_a_view_promises_no_order(built: Path, tmp_path: Path) -> None:
    compare_view(built, tmp_path, 'create view "v" as select id, word from items')


def compare_view(built: Path, folder: Path, statement: str, other: str | None = None) -> None:
    """Add a view by hand to a copy of each database, and compare."""
    sqlite, duck = folder / "small.sqlite", folder / "small.duckdb"
    for path in (sqlite, duck):
        shutil.copy(built / path.name, path)
    with closing(sqlite3.connect(sqlite)) as connection:
        connection.execute(statement)
        connection.commit()
    with duckdb.connect(str(duck)) as database:
        database.execute(other or statement)
    (folder / "v.sql").write_text("select 1", encoding="utf-8")
    extra = {"pressmark:views": ["v.sql"]}
    package = read(write_package(folder, {"items": (ITEMS, TEXT)}, **extra))
    refuse_disagreement(package, sqlite, duck)


def test_views_may_ask_each_other_in_whatever_order_they_come(tmp_path: Path) -> None:
    views = {
        "a top": 'select n + (select count(*) from middle) as n from "of all"',
        "middle": 'select id from "of all", items where id <= n',
        "of all": "select count(*) as n from items",
    }
    queries = {"q": 'select n, (select max(id) from middle) as last from "a top"'}
    for name, text in (views | queries).items():
        (tmp_path / f"{name}.sql").write_text(text, encoding="utf-8")
    extra = {
        "pressmark:views": [f"{name}.sql" for name in views],
        "pressmark:queries": [f"{name}.sql" for name in queries],
    }
    package = read(write_package(tmp_path, {"items": (ITEMS, TEXT)}, **extra))
    assert build(package, tmp_path / "built").valid
    files = tmp_path / "built/small.sqlite", tmp_path / "built/small.duckdb"
    with closing(OwnSqlite(files[0])) as own, Engine(files[1], read_only=True) as engine:
        for view in (package.views[2], *package.views[:2]):
            assert keep_view(view, own)[1] == keep_in_duckdb(view, engine)[1]
        query = package.queries[0]
        asked: tuple[Statement, str, dict[str, str]] = query, query.select, {}
        assert own.answer(*asked) == ask_duckdb(*asked, engine) == (("n", "last"), [(6, 3)])
        # A view that is kept is not computed again: what hides it is asked.
        for ask in (own.connection.execute, engine.run):
            ask('delete from "a top"')
        assert own.answer(*asked) == ask_duckdb(*asked, engine) == (("n", "last"), [])


@pytest.mark.parametrize(
    ("sqlite", "other", "wrong"),
    [
        ("select 1 as a", "select 1 as b",
         "the columns are ('a',) in SQLite and ('b',) in DuckDB"),
        ("select id from items", "select id from items where id > 1",
         "SQLite answers 3 rows, DuckDB 2"),
        ("select id from items", "select id + 1 as id from items",
         "row 1 is (1,) in SQLite and (2,) in DuckDB"),
        ("select '5' as a", "select 5 as a", "row 1 is ('5',) in SQLite and (5,) in DuckDB"),
    ],
)  # fmt: skip
def test_the_first_difference_is_named(
    sqlite: str, other: str, wrong: str, built: Path, tmp_path: Path
) -> None:
    with pytest.raises(ProjectError) as caught:
        compare_view(built, tmp_path, f'create view "v" as {sqlite}', f"create view v as {other}")
    assert caught.value.wrong == wrong
    assert caught.value.right == (
        "give each column a name of its own with AS"
        if "columns" in wrong
        else "write it so that both engines answer the same, with a total order"
    )


def test_the_sql_of_strangers_is_not_asked(asked: Asked) -> None:
    asked("select nonsense", trusted=False)


def test_sqlite_is_stopped_after_so_many_steps(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked_sqlite, "MOST_LOOKS", 3)
    # DuckDB is asked the same without an end, and nobody but SQLite's refusal stops it.
    monkeypatch.setattr(threading, "Timer", Mock())
    endless = (
        "with recursive n(i) as (select 1 union all select i + 1 from n) "  # has no end
        "select count(*) as c from n"
    )
    with pytest.raises(ProjectError, match="cannot run it: interrupted"):
        asked(endless)


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (True, 1),
        (False, 0),
        (datetime.datetime(2021, 1, 2, 3, 4, 5), "2021-01-02T03:04:05"),  # noqa: DTZ001 - has no zone
        (datetime.datetime(2021, 1, 2, 3, 4, 5, 500000), "2021-01-02T03:04:05.5"),  # noqa: DTZ001
        (datetime.date(2021, 1, 2), "2021-01-02"),
        (Decimal("1.50"), Decimal("1.5")),
        (Decimal(100), Decimal(100)),
        (Decimal("2.00"), Decimal(2)),
        (1.5, 1.5),
        (None, None),
        ("x", "x"),
    ],
)
def test_values_are_brought_to_what_sqlite_stores(value: object, stored: object) -> None:
    assert convert_value(value) == stored
    assert type(convert_value(value)) is type(stored)


@pytest.mark.parametrize(
    ("sqlite", "theirs", "same"),
    [
        ("1.5", Decimal("1.5"), True),
        ("1.50", Decimal("1.5"), False),
        (1.5, Decimal("1.5"), True),
        (2, Decimal(2), True),
        (None, Decimal(2), False),
        ("0.0000001", Decimal("0.0000001"), True),
        (1, "1", False),
        (None, None, True),
    ],
)
def test_decimals_are_text_or_doubles_in_sqlite(
    sqlite: object,
    theirs: object,
    same: bool,
) -> None:
    assert are_equal(sqlite, theirs) is same


def test_what_the_databases_answer_otherwise_is_not_built(tmp_path: Path) -> None:
    package = package_with(tmp_path, "queries", "select id / 2 as half from items order by id")
    with pytest.raises(ProjectError, match=r"row 1 is \(0,\) in SQLite and \(0\.5,\) in DuckDB"):
        build(package, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_kept_views_alone_are_answered_otherwise_may_be_published(tmp_path: Path) -> None:
    """A table that SQLite kept of a view would compare texts otherwise than the view does."""
    (tmp_path / "bare.sql").write_text("select word collate nocase as bare from items")
    (tmp_path / "last.sql").write_text("select max(bare) as last from bare")
    extra = {"pressmark:views": ["bare.sql"], "pressmark:queries": ["last.sql"]}
    package = read(write_package(tmp_path, {"items": (ITEMS, TEXT)}, **extra))
    assert build(package, tmp_path / "built").valid
    files = tmp_path / "built/small.sqlite", tmp_path / "built/small.duckdb"
    refuse_disagreement(package, *files, written_out=True)
    with closing(OwnSqlite(files[0])) as own:
        keep_view(package.views[0], own)
        assert own.answer(package.queries[0], package.queries[0].select, {})[1] == [("a",)]


def test_what_the_databases_refuse_is_raised_before_what_failed_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **_named: object) -> None:
        raise MachineError("the disk", "is full")

    monkeypatch.setattr("pressmark.releases.build.write_act", fail)
    wrong = package_with(tmp_path, "queries", "select id / 2 as half from items order by id")
    with pytest.raises(ProjectError, match="row 1 is"):
        build(wrong, tmp_path / "out")
    right = package_with(tmp_path, "queries", "select id from items order by id")
    with pytest.raises(MachineError, match="is full"):
        build(right, tmp_path / "out")


def test_who_ends_a_build_is_told_of_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pressmark.releases.build.write_act", Mock(side_effect=KeyboardInterrupt))
    wrong = package_with(tmp_path, "queries", "select id / 2 as half from items order by id")
    with pytest.raises(KeyboardInterrupt):
        build(wrong, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_sqlite_that_is_still_asked_when_the_other_refuses_is_not_waited_for(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "Timer", Mock())
    monkeypatch.setattr(asked_sqlite, "MOST_LOOKS", 10**9)
    refusing = Mock(side_effect=ProjectError("q.sql", "is refused"))
    monkeypatch.setattr(OwnSqlite, "answer", refusing)
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) "
    # Neither the newest SQLite nor DuckDB comes to an end of it by itself.
    with pytest.raises(ProjectError, match="is refused"):
        asked(f"{endless}select count(*) as c from n")
