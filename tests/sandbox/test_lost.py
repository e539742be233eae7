"""A sandbox process that is killed, stopped or hangs is replaced, and nobody's query is blamed."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pressmark.sandbox import GONE, WITNESS, Busy, Incident, Sandbox, Stopped
from pressmark.sandbox import deadline as deadlines
from pressmark.sandbox.answer import Lost
from pressmark.sandbox.deadline import LATE, LOST, OVERLOADED, Deadline, Seen, look_at
from pressmark.sandbox.worker import Worker, make_question
from tests.processes import wait_until
from tests.sandbox.test_sandbox import ENDLESS, database

__all__ = ["database"]
pytestmark = [
    pytest.mark.command,
    pytest.mark.skipif(sys.platform != "linux", reason="reads processes from /proc"),
]
HEAVY = """
    with recursive c(n) as (select 1 union all select n + 1 from c where n < 4000000)
    select count(*) from c"""
SIGNALS = (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGSEGV)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """Give a sandbox with two places and end its processes afterwards."""
    made = Sandbox(nice=0)
    yield made
    await made.close()


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Note the number of every sandbox process that is started."""
    noted: list[int] = []
    begin = Worker.__init__

    def begin_and_note(self: Worker, *given: int) -> None:
        begin(self, *given)
        noted.append(self.process.pid)

    monkeypatch.setattr(Worker, "__init__", begin_and_note)
    yield noted
    for process in noted:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


@pytest.mark.parametrize("number", SIGNALS)
async def test_an_idle_process_that_is_struck_is_replaced(
    sandbox: Sandbox, database: Path, processes: list[int], number: signal.Signals
) -> None:
    """Every one of them at once, three times."""
    for _ in range(3):
        await asyncio.gather(*(sandbox.ask(database, "select 1") for _ in range(2)))
        struck = list(processes)
        for process in struck:
            with suppress(ProcessLookupError):
                os.kill(process, number)
        assert (await sandbox.ask(database, "select 1")).rows == ((1,),)


@pytest.mark.parametrize("number", SIGNALS)
async def test_what_a_struck_process_was_asked_is_asked_once_more(
    sandbox: Sandbox, database: Path, processes: list[int], number: signal.Signals
) -> None:
    """In the middle of its answer."""
    await sandbox.ask(database, "select 1")
    (process,) = processes
    before = look_at(process)
    assert before
    asked = asyncio.create_task(sandbox.ask(database, HEAVY, seconds=60.0))
    while (look_at(process) or before).seconds <= before.seconds:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.01)
    os.kill(process, number)
    assert (await asked).rows == ((4_000_000,),)
    assert len(processes) == 2


async def test_who_strikes_every_process_gets_busy(
    sandbox: Sandbox, database: Path, processes: list[int]
) -> None:
    """Never a sentence that blames the query."""
    asked = asyncio.create_task(sandbox.ask(database, ENDLESS, seconds=60.0))
    while not asked.done():
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        await asyncio.sleep(0.05)
    with pytest.raises(Busy, match="Ask again"):
        await asked
    assert (await sandbox.ask(database, "select 1")).rows == ((1,),)


async def test_who_waits_at_the_end_is_told(sandbox: Sandbox, database: Path) -> None:
    """What is asked then, or waits for its turn, is given up at once."""
    asked = [asyncio.create_task(sandbox.ask(database, ENDLESS, seconds=600.0)) for _ in range(4)]
    while len([each for each in sandbox.asked if each.ready]) < 2:  # noqa: ASYNC110 - untold
        await asyncio.sleep(0.01)
    sandbox.end()
    ends = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(each) for each in ends] == [Busy] * 4
    with pytest.raises(Busy):
        await sandbox.ask(database, "select 1")


async def test_nothing_is_asked_for_who_went_away(database: Path) -> None:
    """Neither what is asked already nor what waits for its turn; what others ask is answered."""
    sandbox, told = Sandbox(at_once=1, nice=0), list[Incident]()
    token = WITNESS.set(told.append)
    try:
        others = asyncio.create_task(sandbox.ask(database, "select 1"))
        await others
        gone = asyncio.get_running_loop().create_future()
        GONE.set(gone)
        asked = [asyncio.create_task(sandbox.ask(database, ENDLESS, seconds=600.0)) for _ in "ab"]
        while not sandbox.asked:  # noqa: ASYNC110 - untold
            await asyncio.sleep(0.01)
        GONE.set(None)
        others = asyncio.create_task(sandbox.ask(database, "select 1"))
        gone.set_result(None)
        ends = await asyncio.gather(*asked, return_exceptions=True)
        GONE.set(gone)
        with pytest.raises(Busy):
            await sandbox.ask(database, "select 1")
        assert [type(each) for each in ends] == [Busy, Busy]
        assert (await others).rows == ((1,),)
        assert [each.end for each in told if each.is_killed] == ["left"]
    finally:
        WITNESS.reset(token)
        await sandbox.close()


async def test_a_process_that_is_stopped_before_it_is_ready_is_replaced(
    sandbox: Sandbox, database: Path, processes: list[int]
) -> None:
    worker = Worker(0)
    os.kill(worker.process.pid, signal.SIGSTOP)
    sandbox.idle.put(worker)
    assert (await sandbox.ask(database, "select 1")).rows == ((1,),)
    assert len(processes) == 2


def test_a_process_that_does_not_read_keeps_nobody_waiting(database: Path) -> None:
    """Even with a question that is longer than a pipe holds."""
    worker = Worker(0)
    worker.ask(make_question(database, "select 1", (), rows=1, seconds=5.0))
    asked = make_question(database, "select 1", {"unused": "x" * 1_000_000}, rows=1, seconds=5.0)
    assert worker.ask(asked).rows == ((1,),)
    os.kill(worker.process.pid, signal.SIGSTOP)
    with pytest.raises(Lost):
        worker.ask(asked)
    assert not worker.alive


async def test_a_machine_that_is_busy_refuses_no_question(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock runs a hundred times as fast as the processor: only CPU time counts."""
    clock = time.monotonic
    monkeypatch.setattr("pressmark.sandbox.deadline.time.monotonic", lambda: clock() * 100)
    monkeypatch.setattr(deadlines, "BY_THE_CLOCK", 1e9)
    sandbox = Sandbox(at_once=1, seconds=1.0)
    try:
        assert (await sandbox.ask(database, HEAVY, seconds=20.0)).rows == ((4_000_000,),)
        with pytest.raises(Stopped, match="too long"):
            await sandbox.ask(database, ENDLESS, seconds=0.1)
    finally:
        await sandbox.close()


@pytest.mark.parametrize(
    ("looks", "ends"),
    [
        ([(0.0, Seen(0.0, "R")), (29.0, Seen(0.4, "R"))], ""),
        ([(0.0, Seen(0.0, "R")), (31.0, Seen(0.4, "R"))], OVERLOADED),
        ([(0.0, Seen(0.0, "R")), (2.0, Seen(1.6, "R"))], LATE),
        ([(0.0, Seen(5.0, "S")), (2.0, Seen(5.1, "R"))], ""),
        ([(0.0, Seen(0.0, "S")), (4.0, Seen(0.0, "S"))], ""),
        ([(0.0, Seen(0.0, "S")), (6.0, Seen(0.0, "S"))], LOST),
        ([(0.0, Seen(0.0, "S")), (6.0, Seen(0.1, "S")), (8.0, Seen(0.1, "S"))], ""),
        ([(0.0, Seen(0.0, "D")), (9.0, Seen(0.0, "D"))], ""),
        ([(0.0, Seen(0.0, "R")), (0.1, Seen(0.0, "T"))], LOST),
        ([(0.0, Seen(0.0, "R")), (0.1, Seen(0.0, "Z"))], LOST),
        ([(0.0, None), (1.4, None)], ""),
        ([(0.0, None), (1.6, None)], LATE),
    ],
)
def test_when_a_process_has_had_enough(
    monkeypatch: pytest.MonkeyPatch, looks: list[tuple[float, Seen | None]], ends: str
) -> None:
    """By CPU time; by the clock where the machine tells of none, or after half a minute."""
    now = iter(looks)
    at: list[tuple[float, Seen | None]] = []

    def look(_process: int) -> Seen | None:
        return at[-1][1]

    monkeypatch.setattr(deadlines, "look_at", look)
    monkeypatch.setattr("pressmark.sandbox.deadline.time.monotonic", lambda: at[-1][0])
    at.append(next(now))
    deadline = Deadline(1, 1.5)
    over = ""
    for each in now:
        at.append(each)
        over = deadline.over()
    assert over == ends


def niceness(process: int) -> int:
    """Read by how much a process stands back."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()[16])


@pytest.mark.parametrize("nice", [0, 10])
async def test_a_sandbox_stands_back_by_as_much_as_it_should(
    database: Path, processes: list[int], nice: int
) -> None:
    own = niceness(os.getpid())
    sandbox = Sandbox(nice=nice)
    try:
        await sandbox.ask(database, "select 1")
        assert niceness(processes[0]) == min(19, own + nice)
        # What stands back does so within the share of the processors that its parent has.
        assert (os.getsid(processes[0]) == os.getsid(0)) == bool(nice)
    finally:
        await sandbox.close()


def test_no_process_is_left(database: Path, tmp_path: Path) -> None:
    """Of one that was stopped either, when its parent ends."""
    note = tmp_path / "number"
    program = f"""
import asyncio, os, signal
from pathlib import Path
from pressmark.sandbox import Sandbox
async def main():
    sandbox = Sandbox()
    await sandbox.ask(Path({str(database)!r}), "select 1")
    worker = sandbox.idle.get_nowait()
    os.kill(worker.process.pid, signal.SIGSTOP)
    Path({str(note)!r}).write_text(str(worker.process.pid))
    sandbox.idle.put(worker)
    await sandbox.close()
asyncio.run(main())
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    process = int(note.read_text())
    wait_until(lambda: not Path(f"/proc/{process}").exists(), "a stopped process is left")
