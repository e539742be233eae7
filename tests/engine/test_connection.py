"""The engine is a locked room."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from pressmark.engine import connection as room
from pressmark.engine.connection import Engine, StatementError
from pressmark.errors import MachineError
from tests.core import run_python

local_frame = pa.table({"secret": [1]})
"""A table that a replacement scan would find."""


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("select * from read_text('{file}')", "file system operations are disabled"),
        ("select * from read_csv('{file}')", "file system operations are disabled"),
        ("select * from '{file}'", "Error"),
        ("select * from glob('{folder}/*')", "file system operations are disabled"),
        ("select * from local_frame", "Table with name local_frame does not exist"),
        ("select * from 'http://127.0.0.1:9/x.csv'", "file system operations are disabled"),
        ("attach '{folder}/new.db' as other", "file system operations are disabled"),
        ("copy (select 1) to '{folder}/new.csv'", "file system operations are disabled"),
        ("export database '{folder}/new'", "file system operations are disabled"),
        ("import database '{folder}'", "file system operations are disabled"),
        ("install httpfs", "disabled"),
        ("load httpfs", "disabled"),
        ("set memory_limit = '1GB'", "the configuration has been locked"),
        ("set enable_external_access = true", "the configuration has been locked"),
        ("reset lock_configuration", "the configuration has been locked"),
        ("set threads = 64", "the configuration has been locked"),
        ("select getenv('HOME')", "does not exist"),
    ],
)
def test_nothing_outside_can_be_reached(statement: str, why: str, tmp_path: Path) -> None:
    file = tmp_path / "host.csv"
    file.write_text("secret\n1\n", encoding="utf-8")
    with Engine() as engine, pytest.raises(StatementError) as caught:
        engine.answer(statement.format(file=file, folder=tmp_path))
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["host.csv"]


def test_a_file_of_its_own_can_be_read_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table t as select 1 as a")
    with Engine(path, read_only=True) as engine:
        assert engine.rows("select * from t") == [(1,)]
        with pytest.raises(StatementError, match="read-only"):
            engine.answer("insert into t values (2)")


def test_no_bar_of_progress_is_printed_for_a_program_without_a_file() -> None:
    script = (
        "from pressmark.engine.connection import Engine\n"
        "with Engine() as engine, engine.cursor() as beside:\n"
        "    for each in (engine, beside):\n"
        "        print(each.rows(\"select current_setting('enable_progress_bar')\"))\n"
    )
    assert run_python(script) == "[(False,)]\n[(False,)]\n"


def test_what_spills_is_removed_with_the_engine() -> None:
    with Engine() as engine:
        assert engine.rows("select current_setting('temp_directory')") == [(engine.folder.name,)]
        folder = Path(engine.folder.name)
        assert folder.is_dir()
    assert not folder.exists()


def test_threads_that_ask_first_open_one_database() -> None:
    """What it was taught before, all of them find."""
    with Engine() as engine, ThreadPoolExecutor(8) as pool:
        engine.teach("say", lambda text: text, 1)
        cursors = [engine.cursor() for _ in range(8)]
        made = pool.map(lambda cursor: cursor.rows("select say('a')"), cursors)
        assert list(made) == [[("a",)]] * 8
        engine.run("create table t as select 1 as a")
        assert [each.rows("select a from t") for each in cursors] == [[(1,)]] * 8
        for each in cursors:
            each.connection.close()


def test_an_engine_that_nobody_asks_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(duckdb, "connect", lambda path, **_: opened.append(path))
    with Engine():
        pass
    assert opened == []
    with pytest.raises(AttributeError), Engine() as engine:
        engine.run("select 1")
    assert opened == [":memory:"]


def test_a_statement_that_takes_too_long_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "SECONDS_FOR_A_STATEMENT", 0.2)
    endless = "select count(*) from range(10000000) a, range(10000000) b where a.range <> b.range"
    with Engine() as engine:
        with pytest.raises(StatementError) as caught:
            engine.answer(endless)
        assert str(caught.value) == "took longer than 0 seconds"
        assert engine.answer("select 1 as a") == (("a",), [(1,)])


def test_answers_have_names_and_rows() -> None:
    with Engine() as engine:
        assert engine.answer("select $x as a, 2 as b", {"x": "y"}) == (("a", "b"), [("y", 2)])
        assert engine.answer("select 1 as a where false") == (("a",), [])


def test_blocks_are_added_by_name() -> None:
    with Engine() as engine:
        engine.run("create table t (a varchar, b bigint)")
        engine.insert("t", pa.record_batch({"b": pa.array([1]), "a": pa.array(["x"])}))
        engine.insert("t", pa.table({"a": ["y"], "b": [2]}))
        assert engine.rows("select * from t order by b") == [("x", 1), ("y", 2)]
        with pytest.raises(StatementError):
            engine.answer("select * from arriving")


def test_a_second_cursor_sees_the_same_tables_and_is_as_locked() -> None:
    with Engine() as engine:
        engine.run("create table t as select 1 as a")
        with engine.cursor() as cursor:
            assert cursor.rows("select * from t") == [(1,)]
            for statement in (
                "select * from '/etc/passwd'",
                "set threads = 64",
                "select * from local_frame",
            ):
                with pytest.raises(StatementError):
                    cursor.answer(statement)
        assert engine.rows("select * from t") == [(1,)]


def test_what_arrives_is_seen_by_its_cursor_alone() -> None:
    with Engine() as engine, engine.cursor() as cursor:
        with cursor.arriving(pa.record_batch({"a": pa.array([1])})):
            assert cursor.rows("select * from arriving") == [(1,)]
            with pytest.raises(StatementError):
                engine.answer("select * from arriving")
        with pytest.raises(StatementError):
            cursor.answer("select * from arriving")


def test_batches_hold_every_row_in_order() -> None:
    with Engine() as engine:
        batches = list(engine.batches("select range as n from range(250000) order by n"))
    numbers = [number for batch in batches for number in batch.column(0).to_pylist()]
    assert numbers == list(range(250_000))
    assert len(batches) > 1


@pytest.mark.parametrize(
    ("expression", "true"), [("1 + 1", True), ("regexp_matches('', '(')", False)]
)
def test_what_the_engine_understands(expression: str, true: bool) -> None:
    with Engine() as engine:
        assert engine.understands(expression) is true


@pytest.mark.parametrize("error", [duckdb.OutOfMemoryException, duckdb.IOException])
def test_a_full_machine_is_no_mistake_of_the_data(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def execute(self, *_: Any) -> None:
            raise error("could not write\nmore")

        sql = execute

        def close(self) -> None:
            """Close nothing."""

        interrupt = close

    with Engine() as engine:
        engine.connection.close()
        monkeypatch.setattr(engine, "connection", Full())
        for ask in (
            engine.run,
            engine.rows,
            engine.answer,
            lambda text: list(engine.batches(text)),
        ):
            with pytest.raises(MachineError) as caught:
                ask("select 1")
            assert str(caught.value) == "the database engine: could not write"
            assert caught.value.exit_code == 3


def test_the_folder_for_spilling_is_nobodys_business_but_its_own() -> None:
    with Engine() as engine:
        assert Path(engine.folder.name).stat().st_mode & 0o077 == 0


def test_a_stream_of_batches_is_stored_in_order_and_its_failures_are_its_own() -> None:
    def batches(most: int) -> Iterator[pa.RecordBatch]:
        for start in range(0, 30_000, 10_000):
            if start >= most:
                message = "the file ended"
                raise MachineError("somewhere", message)
            yield pa.RecordBatch.from_pydict({"b": list(range(start, start + 10_000))})

    with Engine() as engine:
        engine.run("create table t (a bigint, b bigint)")
        engine.insert_stream("t", iter(()))
        engine.insert_stream("t", batches(30_000))
        assert engine.rows("select count(*), sum(b), min(a) from t") == [(30_000, 449985000, None)]
        for most in (0, 10_000):
            with pytest.raises(MachineError, match="the file ended"):
                engine.insert_stream("t", batches(most))
