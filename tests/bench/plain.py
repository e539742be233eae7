"""Measures the site beside plain Datasette on the same file, and beside another checkout of ours.

`python -m tests.bench.plain` serves the package of `tests.bench.site` and its SQLite file, lets the
same clients ask each in turn, A B A B, so that a busy moment hits all, and prints medians and
ratios. CPU is what a server and its children used for a request. Every address is asked once: an
answer from memory is no part of it. `--before FOLDER` is a checkout whose server is asked too.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from tests.bench.made import make_package
from tests.bench.site import (
    ROOT,
    TABLE,
    ask,
    json_addresses,
    page_addresses,
    record_addresses,
    say,
)  # fmt: skip

OURS, PLAIN, BEFORE = "pressmark", "plain Datasette", "pressmark before"
CLIENTS = 4
MOST_SECONDS = 120
DATABASE = "bench"
SORTED_BY = ("parent", "kind", "id")


@dataclass
class Taken:
    """What a request took in each round: milliseconds by the clock, and of the processors."""

    clock: list[float] = field(default_factory=list)
    processors: list[float] = field(default_factory=list)
    failed: int = 0


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(prog="python -m tests.bench.plain", description=__doc__)
    words.add_argument("--records", type=int, default=200_000)
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--requests", type=int, default=120)
    words.add_argument("--folder", type=Path, default=ROOT / "build" / "bench")
    words.add_argument("--before", type=Path)
    given = words.parse_args()
    package = make_package(given.folder, given.records)
    with ExitStack() as started:
        servers = {OURS: started.enter_context(served(package, given.folder / "site", ROOT))}
        if given.before:
            place = given.folder / "site-before"
            servers[BEFORE] = started.enter_context(served(package, place, given.before))
        database = next((given.folder / "site").rglob(f"{DATABASE}.sqlite"))
        servers[PLAIN] = started.enter_context(datasette(database))
        say(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {CLIENTS} clients")
        say(f"{given.runs} rounds of {given.requests} requests; medians: ms by the clock, of CPU")
        show(servers, kinds(given.records), given.runs, given.requests)


def kinds(records: int) -> dict[str, Iterator[str]]:
    """Give addresses of each kind of request, each another."""
    return {
        "JSON": json_addresses(records),
        "table pages": page_addresses(records),
        "sorted pages": sorted_addresses(records),
        "record pages": record_addresses(records),
    }


def sorted_addresses(records: int) -> Iterator[str]:
    """Give addresses of first and later pages of a sorted table."""
    for number in range(1, records // 2):
        column = SORTED_BY[number % len(SORTED_BY)]
        way = "_sort_desc" if number % 2 else "_sort"
        yield f"{TABLE}.json?{way}={column}&_size=20&id__gt={number}"


def show(
    servers: Mapping[str, tuple[int, "subprocess.Popen[str]"]],
    asked: Mapping[str, Iterator[str]],
    rounds: int,
    requests: int,
) -> None:
    """Ask each server in turn, and print a line for each kind."""
    others = [name for name in servers if name != OURS]
    say("")
    say(f"{'':14}" + "".join(f"{name:>24}" for name in servers) + "    ratio, clock and CPU")
    for kind, addresses in asked.items():
        taken = {name: Taken() for name in servers}
        for _ in range(rounds):
            some = list(islice(addresses, requests))
            for name, (port, process) in servers.items():
                measure(taken[name], port, process, some if name != PLAIN else plain(some))
        shown = "".join(
            f"{statistics.median(each.clock):16.1f}{statistics.median(each.processors):8.1f}"
            for each in taken.values()
        )
        ratios = "   ".join(ratio(taken[OURS], taken[name], name) for name in others)
        say(f"{kind:14}{shown}    {ratios}")
        for name, each in taken.items():
            if each.failed:
                say(f"{'':14}{name}: {each.failed} of {rounds * requests} not answered with 200")


def ratio(ours: Taken, other: Taken, name: str) -> str:
    """Say how many times as long the other takes."""
    pairs = ((ours.clock, other.clock), (ours.processors, other.processors))
    clock, processors = (
        statistics.median(theirs) / max(statistics.median(own), 0.001) for own, theirs in pairs
    )
    return f"{name} {clock:.2f} {processors:.2f}"


def measure(
    taken: Taken, port: int, process: "subprocess.Popen[str]", addresses: Sequence[str]
) -> None:
    """Ask a server once for each address."""
    before = processor_seconds(process.pid)
    figures = ask(port, CLIENTS, MOST_SECONDS, addresses, once=True)
    requests = max(1, figures["requests"])
    taken.clock.append(figures["seconds"] * 1000 / requests)
    taken.processors.append((processor_seconds(process.pid) - before) * 1000 / requests)
    taken.failed += figures["requests"] - figures["statuses"].get("200", 0)


def plain(addresses: Sequence[str]) -> list[str]:
    """Give the same addresses as plain Datasette has them."""
    return [each.replace(TABLE, f"/{DATABASE}/records", 1) for each in addresses]


@contextmanager
def served(
    package: Path, output: Path, checkout: Path
) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """Serve a package by the command of a checkout, on any port, until the block ends."""
    command = [sys.executable, "-m", "pressmark", "serve", str(package), "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(checkout.resolve() / "pipeline")}
    with running([*command, "--output", str(output)], environment) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address:
            sys.exit(f"the server of {checkout} did not start")
        yield int(address.rpartition(":")[2]), process


@contextmanager
def datasette(database: Path) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """Serve a file by Datasette as it comes, until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(database)]
    with running([*command, "--port", str(port)], {**os.environ}) as process:
        wait_for(f"http://127.0.0.1:{port}/", process)
        yield port, process


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """Run a server until the block ends."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
        env=environment,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def free_port() -> int:
    """Find a port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def wait_for(address: str, process: "subprocess.Popen[Any]") -> None:
    """Wait until a server answers, or end where it does not start."""
    while process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=10).close()
        except OSError:
            continue
        return
    sys.exit("Datasette did not start")


def processor_seconds(process: int) -> float:
    """Give the seconds of processor time that a process and all its children used so far."""
    ticks = 0
    family = {process}
    for each in sorted(int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()):
        try:
            stat = Path(f"/proc/{each}/stat").read_text("utf-8")
        except (FileNotFoundError, ProcessLookupError):
            continue
        fields = stat.rpartition(") ")[2].split()
        if each in family or int(fields[1]) in family:
            family.add(each)
            # Its own, and those of children that ended.
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
