"""A stranger's SELECT gets its rows, or a sentence; the process behind it is never missed."""

import asyncio
import gc
import math
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import apsw
import pytest
from datasette.utils import escape_fts

from pressmark.sandbox import Answer, Busy, Refused, Sandbox, Stopped, ask_once
from pressmark.sandbox.rules import FUNCTIONS, UNREPEATABLE
from tests.processes import is_running, wait_until

pytestmark = pytest.mark.command
ENDLESS = "with recursive c(n) as (select 1 union all select n + 1 from c) select count(*) from c"

ONE_LONG_STEP = """
    with recursive c(t) as (select 'xxxxxxxx' union all
        select t || t from c where length(t) < 4000000)
    select instr(t || t, t || 'y') from c order by length(t) desc"""
"""A SELECT with one call of instr() that SQLite does not interrupt."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a small database with a full-text table, below a name that addresses would misread."""
    path = tmp_path_factory.mktemp("release") / "odd ?#%41.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript("""
        create table towns (code text primary key, name text);
        insert into towns values ('ber', 'Berlin'), ('kre', 'Kreuzberg'), ('x', 'pragma');
        create view names as select name from towns;
        create view today as select date('now') as day;
        create virtual table towns_fts using fts5(name, content="towns");
        insert into towns_fts(towns_fts) values ('rebuild');
    """)
    connection.commit()
    connection.close()
    return path


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Give the sandbox that one question after the other is put to, and end its processes."""
    made = Sandbox()
    yield made
    asyncio.run(made.close())


@pytest.fixture
async def own() -> AsyncIterator[Sandbox]:
    """Give a sandbox to a test that looks at its processes, and end them."""
    made = Sandbox()
    yield made
    await made.close()


async def test_values_come_back_as_sqlite_gives_them(sandbox: Sandbox, database: Path) -> None:
    """Numbers of both kinds, text, bytes, nothing; names that occur twice stay two columns."""
    select = "select 9e999, -9e999, 1.5, 9223372036854775807, 'é', x'ff00', null as n, 1 as n"
    answer = await sandbox.ask(database, select)
    assert answer.rows == ((math.inf, -math.inf, 1.5, 2**63 - 1, "é", b"\xff\x00", None, 1),)
    assert answer.columns[-2:] == ("n", "n")
    assert not answer.truncated


@pytest.mark.parametrize(
    ("select", "parameters", "row"),
    [
        ("select :a, :b", {"a": b"\xff", "b": "ü", "unused": 1}, (b"\xff", "ü")),
        ("select ?, ?", [1, None], (1, None)),
        ("select 'pragma'", (), ("pragma",)),
        ("select 1; -- that is all", (), (1,)),
        ("select name from names where name = 'Berlin'", (), ("Berlin",)),
        ("select count(*) from towns_fts where towns_fts match 'pragma'", (), (1,)),
        ("with c(n) as (select 7) select count(*) from c", (), (1,)),
        ("select value from json_each('[3]')", (), (3,)),
    ],
)
async def test_questions_are_answered(
    sandbox: Sandbox, database: Path, select: str, parameters: Sequence[object], row: object
) -> None:
    assert (await sandbox.ask(database, select, parameters)).rows == (row,)


@pytest.mark.parametrize(
    ("select", "parameters", "sentence"),
    [
        ("select fts3_tokenizer(:a, :b)", {"a": "simple", "b": b"12345678"}, "fts3_tokenizer()"),
        ("select load_extension('x')", (), "load_extension()"),
        ("select randomblob(9)", (), "randomblob()"),
        ("select * from dbstat", (), "dbstat"),
        ("select count(*) from dbstat", (), "dbstat"),
        ("select count(*) from pragma_database_list", (), "pragma_database_list"),
        ("select * from PRAGMA_database_list", (), "database_list"),
        ("select * from fts3tokenize('simple')", (), "fts3tokenize"),
        ("attach ':memory:' as other", (), "Only a SELECT"),
        ("pragma query_only = 0", (), "Only a SELECT"),
        ("delete from towns", (), "Only a SELECT"),
        ("begin", (), "Only a SELECT"),
        ("select 1; select 2", (), "one statement"),
        ("", (), "no question"),
        ("select :a", {}, "The parameter a has no value"),
        ("select ?", [], "parameters"),
        ("select :a", {"a": 10**30}, "too big"),
        ("select :a", {"a": "\ud800"}, "UTF-8"),
        ("select cast(x'ff' as text)", (), "UTF-8"),
        ("select absent from towns", (), "no such column: absent"),
        ("select * from nowhere", (), "no such table: nowhere"),
    ],
)
async def test_what_is_not_allowed_is_refused_in_a_sentence(
    sandbox: Sandbox, database: Path, select: str, parameters: Sequence[object], sentence: str
) -> None:
    """And the next question is answered."""
    with pytest.raises(Refused) as refused:
        await sandbox.ask(database, select, parameters)
    assert sentence in str(refused.value)
    assert str(database.parent) not in str(refused.value)
    assert (await sandbox.ask(database, "select 1")).rows == ((1,),)


async def test_a_file_that_is_not_there_is_refused_without_its_path(sandbox: Sandbox) -> None:
    with pytest.raises(Refused) as refused:
        await sandbox.ask(Path("/nowhere/at/all.sqlite"), "select 1")
    assert "nowhere" not in str(refused.value)


async def test_rows_are_counted_out(sandbox: Sandbox, database: Path) -> None:
    """Exactly as many as asked for is not truncated."""
    assert len((await sandbox.ask(database, "select * from towns", rows=3)).rows) == 3
    assert not (await sandbox.ask(database, "select * from towns", rows=3)).truncated
    assert (await sandbox.ask(database, "select * from towns", rows=2)).truncated


async def test_an_order_that_is_not_asked_for_can_be_turned(
    sandbox: Sandbox, database: Path
) -> None:
    select = "select rowid from towns"
    usual = await sandbox.ask(database, select)
    turned = await sandbox.ask(database, select, reverse_unordered=True)
    assert usual.rows == turned.rows[::-1]


@pytest.mark.parametrize(
    "select",
    [
        ENDLESS,
        ONE_LONG_STEP,
    ],
)
async def test_what_takes_too_long_is_stopped(
    sandbox: Sandbox, database: Path, select: str
) -> None:
    """And the next question is answered by a new process."""
    with pytest.raises(Stopped, match="too long"):
        await sandbox.ask(database, select, seconds=0.2)
    assert (await sandbox.ask(database, "select 1")).rows == ((1,),)


async def test_a_process_that_dies_is_replaced(own: Sandbox, database: Path) -> None:
    await own.ask(database, "select 1")
    worker = own.idle.get_nowait()
    os.kill(worker.process.pid, 9)
    worker.process.wait()
    own.idle.put(worker)
    assert (await own.ask(database, "select 1")).rows == ((1,),)


async def test_a_process_that_is_never_ready_is_replaced(
    own: Sandbox, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pressmark.sandbox.worker.START_SECONDS", 0.0)
    monkeypatch.setattr("pressmark.sandbox.worker.LOOKS_EVERY", 1)
    with pytest.raises(Busy, match="could not answer"):
        await own.ask(database, "select 1")
    monkeypatch.undo()
    assert (await own.ask(database, "select 1")).rows == ((1,),)


async def test_a_question_computes_no_longer_than_it_may(
    own: Sandbox, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where SQLite looks at no deadline and nobody kills the process, the machine ends it."""
    monkeypatch.setattr("pressmark.sandbox.worker.GRACE", 100.0)
    with pytest.raises(Stopped, match="too long"):
        await own.ask(database, ONE_LONG_STEP, seconds=0.5)
    assert (await own.ask(database, "select 1")).rows == ((1,),)


async def test_the_queue_is_short(database: Path) -> None:
    """Whoever finds no place is told at once, whoever has one is answered."""
    sandbox = Sandbox(at_once=1, waiting=1, patience=60)
    try:
        asked = [sandbox.ask(database, ENDLESS, seconds=0.3) for _ in range(2)]
        asked.append(sandbox.ask(database, "select 1"))
        ends = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(each) for each in ends] == [Stopped, Stopped, Busy]
        assert (await sandbox.ask(database, "select 1")).rows == ((1,),)
    finally:
        await sandbox.close()


async def test_nothing_is_left_after_the_end(database: Path) -> None:
    sandbox = Sandbox()
    await sandbox.ask(database, "select 1")
    worker = sandbox.idle.get_nowait()
    sandbox.idle.put(worker)
    await sandbox.close()
    assert worker.process.returncode is not None


def test_the_command_line_asks_once(database: Path) -> None:
    answer = ask_once(
        database, "select code from towns where name = ?", ["Berlin"], rows=5, seconds=1
    )
    assert answer == Answer(("code",), (("ber",),), truncated=False)


def test_every_allowed_function_is_there() -> None:
    """A name that SQLite does not know would be a mistake in the list."""
    known = {
        name
        for (name,) in apsw.Connection(":memory:").execute(
            "select lower(name) from pragma_function_list"
        )
    }
    assert known >= FUNCTIONS - {"escape_fts"}


@pytest.mark.parametrize(
    "words", ["", "one", "two words", '"a phrase" and', 'open "phrase', '""', "a-b", "pragma", '"']
)
async def test_words_are_quoted_as_datasette_does(
    sandbox: Sandbox, database: Path, words: str
) -> None:
    """Its search writes this function into its SQL; of no words a phrase that nothing holds."""
    answer = await sandbox.ask(database, "select escape_fts(:words)", {"words": words})
    assert answer.rows == ((escape_fts(words) or '""',),)


@pytest.mark.parametrize(
    "select",
    [
        "select date()",
        "select strftime('%s')",
        "select datetime('Now')",
        "select julianday(:now)",
        "select unixepoch('subsec')",
        "select timediff('2020-01-01', 'now')",
        "select current_timestamp",
        "select 1 where current_date > '2000' or current_time",
        "select date(cast(x'6e6f77' as text)) from towns",
        "select day from today",
        "with t(d) as (select 'now') select datetime(d, '-1 day') from t",
    ],
)
async def test_what_reads_the_clock_cannot_be_repeated(
    sandbox: Sandbox, database: Path, select: str
) -> None:
    """However it is written: in a view, a parameter, or put together."""
    given = {"now": "now"}
    assert (await sandbox.ask(database, select, given)).rows[0][0] is not None
    with pytest.raises(Refused, match="time at which it is asked"):
        await sandbox.ask(database, select, given, repeatable=True)


@pytest.mark.parametrize("name", sorted(UNREPEATABLE))
async def test_what_answers_something_else_each_time_is_refused(
    sandbox: Sandbox, database: Path, name: str
) -> None:
    assert (await sandbox.ask(database, f"select {name}()")).rows
    with pytest.raises(Refused, match=rf"{name}\(\)"):
        await sandbox.ask(database, f"select {name}()", repeatable=True)


async def test_moments_that_are_named_can_be_repeated(sandbox: Sandbox, database: Path) -> None:
    """Local time is that of no machine, so that it is the same everywhere."""
    select = "select date('2020-01-31', '+1 day'), datetime('2020-06-30 12:00', 'localtime')"
    answer = await sandbox.ask(database, select, repeatable=True)
    assert answer.rows == (("2020-02-01", "2020-06-30 12:00:00"),)


@pytest.mark.parametrize(
    ("select", "before", "after"),
    [
        ("select code from towns", "ber kre x", "x kre ber"),
        ("select code from towns order by code", "ber kre x", "ber kre x"),
        ("select name from names", "Berlin Kreuzberg pragma", "pragma Kreuzberg Berlin"),
        ("select code from towns group by length(code)", "x ber", "x kre"),
        (
            "select first_value(code) over (partition by length(code)) from towns",
            "x ber ber",
            "x kre kre",
        ),
        (
            "select n from (select name n from towns_fts where towns_fts match 'ber*')",
            "Berlin",
            "Berlin",
        ),
    ],
)
async def test_records_may_stand_the_other_way_round(
    sandbox: Sandbox, database: Path, select: str, before: str, after: str
) -> None:
    for turned, expected in ((False, before), (True, after)):
        answer = await sandbox.ask(database, select, records_reversed=turned, repeatable=True)
        assert " ".join(value for (value,) in answer.rows) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="reads the limits of a process from /proc")
async def test_the_process_holds_nothing_and_may_not_grow(own: Sandbox, database: Path) -> None:
    """Nothing in its environment but what Python sets, no file, 256 MB, nothing written."""
    await own.ask(database, "select 1")
    worker = own.idle.get_nowait()
    own.idle.put(worker)
    place = Path(f"/proc/{worker.process.pid}")
    limits = {
        line[:26].strip(): line[26:].split()[:2]
        for line in (place / "limits").read_text().splitlines()
    }
    assert limits["Max address space"] == [str(256 << 20)] * 2
    assert limits["Max file size"] == ["0", "0"]
    assert limits["Max core file size"] == ["0", "0"]
    assert int(limits["Max open files"][0]) < 20
    environment = (place / "environ").read_bytes().split(b"\0")
    assert {each.partition(b"=")[0] for each in environment} <= {b"", b"LC_CTYPE", b"TZ"}
    assert (place / "cwd").readlink() == Path("/")
    assert len(list((place / "fd").iterdir())) == 3


@pytest.mark.parametrize(
    "select",
    [
        (
            "with recursive c(n) as (select 1 union all select n + 1 from c)"
            f" select n || '{'0' * 900}' as t from c order by t desc"
        ),
        (
            "with recursive c(n) as (select 1 union all select n + 1 from c),"
            f" m as materialized (select n || '{'0' * 900}' as t from c) select count(*) from m, m"
        ),
    ],
)
async def test_what_needs_too_much_memory_is_stopped(
    sandbox: Sandbox, database: Path, select: str
) -> None:
    with pytest.raises(Stopped, match="memory"):
        await sandbox.ask(database, select, seconds=60)
    assert (await sandbox.ask(database, "select 1")).rows == ((1,),)


async def test_a_sandbox_that_is_forgotten_leaves_nothing(database: Path) -> None:
    sandbox = Sandbox()
    await sandbox.ask(database, "select 1")
    worker = sandbox.idle.get_nowait()
    process = worker.process
    del sandbox, worker
    gc.collect()
    assert process.returncode is not None


def test_a_sandbox_ends_with_its_parent(database: Path, tmp_path: Path) -> None:
    """Even where the parent is killed while a question runs."""
    note = tmp_path / "number"
    program = f"""
import threading, time
from pathlib import Path
from pressmark.sandbox.worker import Worker, make_question
worker = Worker()
asked = make_question(Path({str(database)!r}), {ENDLESS!r}, (), rows=1, seconds=600)
threading.Thread(target=worker.ask, args=(asked,), daemon=True).start()
while not worker.ready:
    time.sleep(0.01)
Path({str(note)!r}).write_text(str(worker.process.pid))
time.sleep(600)
"""
    parent = subprocess.Popen([sys.executable, "-c", program])
    try:
        while not (note.exists() and note.read_text()):
            assert parent.poll() is None
            time.sleep(0.01)
    finally:
        parent.kill()
        parent.wait()
    helper = int(note.read_text())
    wait_until(lambda: not is_running(helper), "the sandbox outlives its parent")
