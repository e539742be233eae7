"""Whether anything of the site grows: mixed load for minutes, with a new release in the middle.

`python -m tests.bench.soak --minutes 20` publishes a project, serves it as people do, and lets
clients read pages, records and files, ask in SQL, search, ask for what is wrong, leave in the
middle and send bombs. A release is published after a third of the time. Each second the server is
looked at from outside: memory, also with that of its children, open files, children, threads. Of
each a line is laid through the second half (least squares): what it rises from its begin to its end
must be within what the machine itself wavers by. It exits with 1 where something grew, or more than
one in a hundred right requests was not answered.
"""

import argparse
import asyncio
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus

from pressmark.package.project import read_project
from pressmark.publish.release import release
from tests.bench.attack import memory
from tests.packages import write_project
from tests.processes import cpu_seconds, is_running
from tests.site.bombs import BOMBS
from tests.site.test_bombs import children_of
from tests.site.test_log import read_line

SCHEMA = """
fields:
  - {name: key, type: integer}
  - {name: word, type: string}
  - {name: note, type: string}
primaryKey: [key]
"""
WORDS = ("amber", "birch", "copper", "delta", "ember", "fjord", "granite", "harbor")
OLD, NEW = "1.0.0", "1.1.0"
DRAWN = 50
"""Records that are asked for, in each release."""
SHARE = 1 / 3
"""Of the time, after which the new release is published."""
GIVE_UP = 120.0
ANSWERED = {"200", "302", "307"}
MAY_FAIL = 0.01
"""The part of right requests that may be told to come again."""
ALLOWED = {
    "memory": (0.03, 6.0),
    "with children": (0.05, 10.0),
    "files": (0.05, 3.0),
    "children": (0.0, 1.5),
    "threads": (0.05, 5.0),
}
"""What each may rise in the second half: this part of its mean, and this much besides.

Threads and children are of pools, whose places are taken when they are needed first, and some are
left again: what leaks rises with every request, and by far more.
"""
RIGHT = {"pages": 12, "records": 8, "json": 8, "files": 6, "exports": 2, "sql": 4, "searches": 3}
WRONG = {"missing": 2, "unreadable": 1, "refused": 2, "leaving": 2, "bombs": 0.1}
"""How often each kind of request is asked, beside the others."""


@dataclass
class Soak:
    """A server under load: where it is, what was answered, and what was seen of it."""

    port: int
    process: int
    records: int
    versions: list[str] = field(default_factory=lambda: [OLD])
    statuses: Counter[str] = field(default_factory=Counter)
    seen: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in ALLOWED})

    def look(self) -> None:
        """Look at the server once."""
        there = Path(f"/proc/{self.process}")
        children = children_of(self.process)
        own = memory(self.process, "VmRSS")
        self.seen["memory"].append(own)
        self.seen["with children"].append(own + sum(memory(each, "VmRSS") for each in children))
        self.seen["files"].append(len([*(there / "fd").iterdir()]))
        self.seen["children"].append(len(children))
        self.seen["threads"].append(len([*(there / "task").iterdir()]))

    def address(self, kind: str, draw: random.Random) -> str:
        """Draw an address of a kind; there are some dozens of each, so that caches fill soon."""
        version = draw.choice(self.versions)
        place = f"/small-{version.replace('.', '-')}"
        number, word = draw.randrange(0, self.records, self.records // DRAWN), draw.choice(WORDS)
        drawn = {
            "pages": ["/", "/releases", f"/releases/{version}/", f"/dictionary/{version}/things",
                      f"/method/{version}", f"{place}/things?_sort_desc=word&key__gt={number}"],
            "records": [f"/record/{version}/things/{number}", f"/record/latest/things/{number}"],
            "json": [f"{place}/things.json?_size=50&key__gt={number}", "/releases.json",
                     f"/record/{version}/things/{number}.json", "/-/health", "/-/ready"],
            "files": [f"/releases/{version}/data/things.csv", f"/releases/{version}/small.sqlite",
                      f"/releases/{version}/small-{version}.zip", "/latest/datapackage.json"],
            "exports": [f"{place}/things.csv?word={word}"],
            "sql": [f"{place}.json?sql=" + quote_plus(
                f"select word, count(*) from things where key > {number} group by word")],
            "searches": [f"/search?q={word}", f"/search?q={word}+{draw.choice(WORDS)}"],
            "missing": [f"/nope/{number}", f"/record/{version}/things/x{number}"],
            "refused": [f"{place}.json?sql=select+absent+from+things",
                        f"{place}/things?nope={word}", f"/search?q={'x' * 20_000}"],
            "bombs": [f"{place}.json?sql={quote_plus(BOMBS['endless count'])}"],
            "leaving": [f"/releases/{version}/small.sqlite"],
            "unreadable": ["/\x01"],
        }  # fmt: skip
        return draw.choice(drawn[kind])


def main() -> None:
    """Soak, print the figures, and exit."""
    words = argparse.ArgumentParser(prog="python -m tests.bench.soak", description=__doc__)
    words.add_argument("--minutes", type=float, default=20)
    words.add_argument("--clients", type=int, default=8)
    words.add_argument("--records", type=int, default=20_000)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = make_project(Path(folder) / "project", given.records)
        with served(project) as (server, port):
            soak = Soak(port, server.pid, given.records)
            begun, used = time.monotonic(), cpu_seconds(server.pid)
            asyncio.run(
                put_under_load(soak, project, given.minutes * 60, given.clients, given.seed)
            )
            seconds, used = time.monotonic() - begun, cpu_seconds(server.pid) - used
            children = children_of(server.pid)
        problems = [*show(soak, seconds, used), *judge_end(server, children)]
        show_log(project.parent / "access.log")
    for each in problems:
        tell(f"FAILED: {each}")
    sys.exit(1 if problems else 0)


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def make_project(folder: Path, records: int) -> Path:
    """Publish the first release of a project of so many records."""
    rows = "".join(f"{each},{WORDS[each % len(WORDS)]},note {each}\n" for each in range(records))
    write_project(folder, {"things": (SCHEMA, f"key,word,note\n{rows}")})
    release(read_project(folder), date="2026-12-01")
    return folder


def publish_new(project: Path) -> None:
    """Publish the second release, in which records are changed and new."""
    descriptor = project / "datapackage/datapackage.yaml"
    descriptor.write_text(descriptor.read_text("utf-8").replace(OLD, NEW), "utf-8")
    table = project / "datapackage/records/things.csv"
    records = table.read_text("utf-8").count("\n") - 1
    more = "".join(f"{records + each},amber,new\n" for each in range(100))
    table.write_text(table.read_text("utf-8") + more, "utf-8")
    release(read_project(project), date="2026-12-02")


@contextmanager
def served(project: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve a project as people do, until the end of a block."""
    words = ["serve", str(project), "--port", "0", "--metrics-port", "0", "--json"]
    log = project.parent / "access.log"
    server = subprocess.Popen(
        [sys.executable, "-m", "pressmark", *words, "--log", str(log)],
        stdout=subprocess.PIPE,
        stderr=(project.parent / "said").open("w"),
        text=True,
    )
    try:
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())
        yield server, int(told["address"].rpartition(":")[2])
    finally:
        server.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            server.wait(60)


async def put_under_load(
    soak: Soak, project: Path, seconds: float, clients: int, seed: int
) -> None:
    """Let clients ask, look at the server, and publish the new release."""
    end = time.monotonic() + seconds
    asking = [
        asyncio.create_task(ask_until(soak, random.Random(seed + each), end))  # noqa: S311
        for each in range(clients)
    ]
    publish_at = time.monotonic() + seconds * SHARE
    publishing: asyncio.Task[None] | None = None
    while time.monotonic() < end:
        await asyncio.to_thread(soak.look)
        if publishing is None and time.monotonic() >= publish_at:
            publishing = asyncio.create_task(take_up(soak, project))
        await asyncio.sleep(1)
    await asyncio.gather(*asking, *([publishing] if publishing else []))


async def take_up(soak: Soak, project: Path) -> None:
    """Publish the new release beside the server, and ask for it as soon as it is there."""
    program = "import sys; from pathlib import Path; from tests.bench.soak import publish_new; "
    program += "publish_new(Path(sys.argv[1]))"
    words = (sys.executable, "-c", program, str(project))
    done = await asyncio.create_subprocess_exec(*words)
    assert await done.wait() == 0
    while await ask(soak, f"/-/ready/{NEW}") != "200":  # noqa: ASYNC110 - the site cannot call
        await asyncio.sleep(0.5)
    soak.versions.append(NEW)


async def ask_until(soak: Soak, draw: random.Random, end: float) -> None:
    """Ask one thing after the other until the time is over."""
    kinds = {**RIGHT, **WRONG}
    while time.monotonic() < end:
        (kind,) = draw.choices([*kinds], [*kinds.values()])
        address = soak.address(kind, draw)
        try:
            status = await asyncio.wait_for(ask(soak, address, leaves=kind == "leaving"), GIVE_UP)
        except (OSError, EOFError, TimeoutError) as error:
            status = type(error).__name__
        soak.statuses[f"{'right' if kind in RIGHT else 'wrong'} {status}"] += 1


async def ask(soak: Soak, address: str, *, leaves: bool = False) -> str:
    """Ask on a connection of its own, and read to the end or leave; give the status."""
    reader, writer = await asyncio.open_connection("127.0.0.1", soak.port)
    try:
        head = f"GET {address} HTTP/1.1\r\nHost: site\r\nAccept-Encoding: gzip\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode())
        status = (await reader.readline())[9:12].decode()
        while not leaves and await reader.read(65_536):
            pass
        return status
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


def rise(values: Sequence[float]) -> float:
    """Give by how much the line through values (least squares) rises from the first to the last."""
    middle, mean = (len(values) - 1) / 2, sum(values) / len(values)
    spread = sum((at - middle) ** 2 for at in range(len(values)))
    tilt = sum((at - middle) * (each - mean) for at, each in enumerate(values))
    return tilt / spread * (len(values) - 1) if spread else 0.0


def may_rise(name: str, values: Sequence[float]) -> float:
    """Give by how much something may rise, as it wavers."""
    part, much = ALLOWED[name]
    return part * sum(values) / len(values) + much


def show(soak: Soak, seconds: float, used: float) -> Iterator[str]:
    """Print what was seen and answered; give what is wrong with it."""
    answers = sum(soak.statuses.values())
    tell(f"{seconds / 60:.1f} minutes, {answers:,} requests ({answers / seconds:.0f} a second), "
         f"{used:.0f} s of CPU by the server itself")  # fmt: skip
    told = (f"{count:,} {name}" for name, count in sorted(soak.statuses.items()))
    tell(f"answers: {', '.join(told)}")
    tell(f"\n{'':14}{'first':>8}{'half':>8}{'last':>8}{'most':>8}{'rise':>8}{'may':>8}")
    for name, values in soak.seen.items():
        half = values[len(values) // 2 :]
        rose, may = rise(half), may_rise(name, half)
        figures = (values[0], half[0], values[-1], max(values), rose, may)
        tell(f"{name:14}" + "".join(f"{each:8.1f}" for each in figures))
        if rose > may:
            yield f"{name} rose by {rose:.1f} in the second half"
    if NEW not in soak.versions:
        yield "the new release was not served"
    right = {each: it for each, it in soak.statuses.items() if each.startswith("right")}
    failed = {each: it for each, it in right.items() if each[6:] not in ANSWERED}
    if sum(failed.values()) > MAY_FAIL * sum(right.values()):
        yield f"right requests without an answer: {failed}"
    for each, number in soak.statuses.items():
        if each[6:] == "500":
            yield f"{number} failures of the site's own"


def show_log(log: Path) -> None:
    """Print how many lines the log has of each kind, and why 503 was answered."""
    lines = [read_line(each) for each in log.read_text("ascii").splitlines()]
    kinds = Counter(each["event"] for each in lines)
    tell(f"\nlog: {', '.join(f'{count:,} {event}' for event, count in kinds.items())}")
    why = Counter(each["why"] for each in lines if each.get("status") == "503")
    for sentence, count in why.items():
        tell(f"503, {count} times: {sentence}")


def judge_end(server: subprocess.Popen[str], children: Sequence[str]) -> Iterator[str]:
    """Give what is wrong with how the server ended."""
    if server.returncode != 0:
        yield f"the server ended with {server.returncode}"
    if left := [each for each in children if is_running(int(each))]:
        yield f"{len(left)} children are left"


if __name__ == "__main__":
    main()
