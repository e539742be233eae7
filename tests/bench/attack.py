"""What bombs cost, and what an innocent reader notices of twenty people who send them.

    python -m tests.bench.attack [--bombs NAME …] [--attackers 20] [--seconds 20] [--page PATH]

The server is the real one, in a process of its own, over the small package of the site's tests.
Attackers and reader are one more process each; all share this machine's processors.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

from pressmark.sandbox import Refused, Stopped
from pressmark.sandbox.worker import Worker, make_question
from pressmark.site import serve
from tests.site.bombs import BOMBS
from tests.site.packages import descriptor, publish

DATABASE = "/odd-things-1-10-0"
INNOCENT = f"{DATABASE}/towns/ber"
EACH_SECOND = 10
PAUSE = 2.0
LIMIT = 1.0


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--bombs", nargs="*", help="words of the names of bombs; all by default")
    parser.add_argument("--attackers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rest", type=float, default=5.0, help="seconds before, and after")
    parser.add_argument("--page", default=INNOCENT, help="the page that an innocent reader asks")
    parser.add_argument("--attack", metavar="ADDRESS", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.attack:
        asyncio.run(attack(given.attack, given.attackers, given.seconds))
        return
    with tempfile.TemporaryDirectory() as folder:
        release = publish(Path(folder), descriptor("1.10.0"))
        words = given.bombs
        bomb_table(release.database, [n for n in BOMBS if not words or any(w in n for w in words)])
    attack_table(given.page, given.attackers, given.seconds, given.rest)


def bomb_table(database: Path, names: Sequence[str]) -> None:
    """Ask every bomb of a sandbox process of its own."""
    tell(f"{'bomb':30} {'seconds':>8} {'peak MB':>8} {'parent MB':>12}  end")
    for name in names:
        worker = Worker()
        worker.ask(make_question(database, "select 1", (), rows=1, seconds=LIMIT))
        before, start = memory("self", "VmRSS"), time.monotonic()
        with watched(worker.process.pid) as peak:
            try:
                rows = worker.ask(
                    make_question(database, BOMBS[name], (), rows=5000, seconds=LIMIT)
                )
                end = f"{len(rows.rows)} rows"
            except (Refused, Stopped) as error:
                end = str(error)
            seconds = time.monotonic() - start
        worker.close()
        parent = f"{before:.0f} → {memory('self', 'VmRSS'):.0f}"
        tell(f"{name:30} {seconds:8.2f} {peak[0]:8.0f} {parent:>12}  {end[:70]}")


@contextmanager
def watched(process: int) -> Iterator[list[float]]:
    """Look at the peak memory of a process, in MB, until the end."""
    peak, done = [0.0], threading.Event()

    def look() -> None:
        while True:
            peak[0] = max(peak[0], memory(process, "VmHWM"))
            if done.wait(0.005):
                break

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def memory(process: int | str, kind: str) -> float:
    """Give the memory of a process in MB; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith(kind))


def attack_table(page: str, attackers: int, seconds: float, rest: float) -> None:
    """Read a record's page before, while and after others attack."""
    program = [sys.executable, "-u", "-m", "tests.bench.attack"]
    serving = subprocess.Popen(
        [sys.executable, "-u", "-c", "from tests.bench.attack import run; run()"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = (serving.stdout.readline() if serving.stdout else "").strip()
        tell(
            f"\n{'innocent page':26} {'asked':>6} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8} failed"
        )
        row("before", asyncio.run(read(address + page, rest)), serving.pid)
        options = ["--attackers", str(attackers), "--seconds", str(seconds), "--attack", address]
        hostile = subprocess.Popen([*program, *options], stdout=subprocess.PIPE, text=True)
        row(f"while {attackers} attack", asyncio.run(read(address + page, seconds)), serving.pid)
        told, _ = hostile.communicate()
        time.sleep(PAUSE)
        row(f"{PAUSE:.0f} s after they leave", asyncio.run(read(address + page, rest)), serving.pid)
        tell(f"attackers were told: {told.strip()}")
    finally:
        serving.terminate()
        serving.wait()


def run() -> None:
    """Serve the package of the tests until the signal, and tell the address."""
    with tempfile.TemporaryDirectory() as folder:
        release = publish(Path(folder), descriptor("1.10.0"))
        serve([release], "127.0.0.1", 0, tell)


async def read(address: str, seconds: float) -> list[tuple[float, int]]:
    """Ask for a record's page ten times a second; seconds and status of each."""
    start, asked = time.monotonic(), []
    for number in range(int(seconds * EACH_SECOND)):
        await asyncio.sleep(start + number / EACH_SECOND - time.monotonic())
        asked.append(asyncio.create_task(timed(address)))
    return [await each for each in asked]


async def timed(address: str) -> tuple[float, int]:
    """Ask once; what takes a minute has failed."""
    start = time.monotonic()
    try:
        status = await asyncio.wait_for(ask(address), 60)
    except (OSError, TimeoutError):
        status = 0
    return time.monotonic() - start, status


async def ask(address: str) -> int:
    """Send one request and read the answer to its end."""
    place = urlsplit(address)
    path = place.path + (f"?{place.query}" if place.query else "")
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n".encode())
    try:
        answer = await reader.read()
        return int(answer.split(b" ", 2)[1])
    finally:
        writer.close()


async def attack(address: str, attackers: int, seconds: float) -> None:
    """Send bombs without a pause from so many connections; print which statuses came back."""
    end, told = time.monotonic() + seconds, dict.fromkeys((200, 400, 414, 503, 0), 0)
    bombs = [f"{DATABASE}?sql={quote_plus(bomb)}" for bomb in BOMBS.values()]

    async def one(first: int) -> None:
        number = first
        while time.monotonic() < end:
            _, status = await timed(address + bombs[number % len(bombs)])
            told[status] = told.get(status, 0) + 1
            number += 1

    await asyncio.gather(*(one(each * len(bombs) // attackers) for each in range(attackers)))
    tell(
        ", ".join(f"{count} times {status or 'nothing'}" for status, count in told.items() if count)
    )


def row(name: str, answers: Sequence[tuple[float, int]], server: int) -> None:
    """Print a line of the table."""
    times = sorted(1000 * seconds for seconds, _ in answers)
    failed = sum(status != HTTPStatus.OK for _, status in answers)
    middle, late = times[len(times) // 2], times[int(len(times) * 0.99)]
    used = f"server {memory(server, 'VmRSS'):.0f} MB (peak {memory(server, 'VmHWM'):.0f})"
    line = f"{name:26} {len(times):6} {middle:8.1f} {late:8.1f} {times[-1]:8.1f} {failed:6}  {used}"
    tell(line)


if __name__ == "__main__":
    main()
