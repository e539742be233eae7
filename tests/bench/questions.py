"""Asks the register's named questions while other processes keep the processors busy.

    python -m tests.bench.questions [--busy 16] [--clients 25] [--questions 500] [--warm 10]

Three in four are the examples, whose answers the site has ready; every fourth asks for another day.
The server is the command itself, in a process of its own, with the register of this repository.
"""

import argparse
import asyncio
import datetime
import itertools
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pressmark.package import Statement
from pressmark.releases.find import read_release
from pressmark.releases.ledger import read_ledger
from pressmark.site.address import link_page, link_query, with_arguments
from tests.bench.load import GIVE_UP, ask
from tests.bench.site import say, served

ROOT = Path(__file__).parents[2]
RELEASES = ROOT / "datapackage" / "releases"
READY = 3
"""Of four questions."""
FIRST_DAY = datetime.date(2001, 1, 1)
GOALS = {"ready": 2.0, "other": 6.0}

Taken = tuple[str, int, float]


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(prog="python -m tests.bench.questions", description=__doc__)
    words.add_argument("--busy", type=int, default=16, help="processes that compute without end")
    words.add_argument("--clients", type=int, default=25)
    words.add_argument("--questions", type=int, default=500)
    words.add_argument("--warm", type=float, default=10, help="seconds to make answers ready")
    given = words.parse_args()
    say(
        f"\n{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before {given.busy} are busy"
    )
    asked = list(itertools.islice(addresses(), given.questions))
    with served(ROOT, ROOT / "build") as (port, _):
        time.sleep(given.warm)
        with busy(given.busy):
            taken = asyncio.run(load(port, given.clients, asked))
    for kind, goal in GOALS.items():
        show(kind, [each for each in taken if each[0] == kind], goal)


def addresses() -> Iterator[tuple[str, str]]:
    """Give kind and address of one question after the other, without end."""
    ledger = read_ledger(RELEASES)
    release = replace(read_release(ledger.folder, ledger.published[-1]), trusted=True)
    database = f"{release.name}-{release.version.replace('.', '-')}"
    ready = itertools.cycle(link_query(database, each) for each in release.queries)
    dated = itertools.cycle(each for each in release.queries if day_of(each.example))
    for number in itertools.count():
        if number % (READY + 1) < READY:
            yield "ready", next(ready)
        else:
            day = FIRST_DAY + datetime.timedelta(days=number)
            yield "other", on_another_day(database, next(dated), day.isoformat())


def day_of(example: Mapping[str, str]) -> str | None:
    """Name the parameter that is a day, if one is."""
    for name, value in example.items():
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            continue
        return name
    return None


def on_another_day(database: str, question: Statement, day: str) -> str:
    """Give the address of a question with its example, but for the day."""
    given = {**question.example, str(day_of(question.example)): day}
    return with_arguments(link_page(database, question.name), given)


@contextmanager
def busy(number: int) -> Iterator[None]:
    """Keep so many processes computing until the end, each in a session of its own.

    In one session they would have one share of the processors together.
    """
    endless = [sys.executable, "-c", "while True: pass"]
    processes = [subprocess.Popen(endless, start_new_session=True) for _ in range(number)]
    try:
        yield
    finally:
        for each in processes:
            each.kill()
            each.wait()


async def load(port: int, clients: int, asked: Sequence[tuple[str, str]]) -> list[Taken]:
    """Let clients ask, each the next question; give kind, status and seconds of each."""
    waiting, taken = iter(asked), list[Taken]()

    async def client() -> None:
        for kind, address in waiting:
            start = time.perf_counter()
            taken.append((kind, await status_of(port, address), time.perf_counter() - start))

    await asyncio.gather(*(client() for _ in range(clients)))
    return taken


async def status_of(port: int, address: str) -> int:
    """Ask on a connection of its own; 0 where no answer comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        return await asyncio.wait_for(ask(reader, writer, f"127.0.0.1:{port}", address), GIVE_UP)
    except (OSError, EOFError, TimeoutError):
        return 0
    finally:
        writer.close()


def show(kind: str, taken: Sequence[Taken], goal: float) -> None:
    """Print one line of what a kind of question took."""
    seconds = sorted(each for _, _, each in taken)
    statuses = dict(Counter(status for _, status, _ in taken))
    p50, p99 = (seconds[len(seconds) * part // 100] for part in (50, 99))
    say(
        f"{kind} questions: {statuses}, p50 {p50:.2f} s, p99 {p99:.2f} s (goal {goal:g}), "
        f"longest {seconds[-1]:.2f} s"
    )


if __name__ == "__main__":
    main()
