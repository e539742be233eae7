"""Measures the site with 200,000 records: the real server process, asked by another process.

`python -m tests.bench.site` makes the package, serves it, and prints goals and figures. Cold means
that every address is asked once; repeated, that a few are asked again and again and come from
memory. Server and clients share the machine's processors.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.made import KINDS, make_package

ROOT = Path(__file__).parents[2]
TABLE = "/bench-1-0-0/records"
FEW = 100


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(prog="python -m tests.bench.site", description=__doc__)
    words.add_argument("--records", type=int, default=200_000)
    words.add_argument("--seconds", type=float, default=30)
    words.add_argument("--pages", type=int, default=200, help="that are there, and that are not")
    words.add_argument("--folder", type=Path, default=ROOT / "build" / "bench")
    given = words.parse_args()
    say(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {given.seconds:g} s each")
    package = make_package(given.folder, given.records)
    with served(package, given.folder / "site") as (port, process):
        # What building took is no part of the peak.
        Path(f"/proc/{process.pid}/clear_refs").write_text("5", "utf-8")
        before = memory(process)
        measure(port, process, given.records, given.seconds)
        compare_missing(port, given.records, given.pages)
        after, peak = memory(process), memory(process, "VmHWM")
        say(f"memory: {before:,.0f} MB before, {after:,.0f} MB after, {peak:,.0f} MB at its peak")
        if process.poll() is not None:
            sys.exit("the server died")


def measure(port: int, process: subprocess.Popen[str], records: int, seconds: float) -> None:
    """Print one line for each way of asking; CPU is what the server alone used for a request."""
    say("")
    heads = ("req/s", "goal", "CPU ms", "p50 ms", "p99 ms", "503", "other")
    say(f"{'':26}" + "".join(f"{head:>8}" for head in heads))
    pages, answers = list(page_addresses(records)), list(json_addresses(records))
    for name, clients, goal, addresses in (
        ("JSON, cold", 200, 300, answers),
        ("JSON, repeated", 200, 300, answers[:FEW]),
        ("table pages, cold", 20, 40, pages),
        ("table pages, repeated", 20, 40, pages[:FEW]),
        ("record pages, cold", 20, None, list(record_addresses(records))),
    ):
        cold = addresses if len(addresses) > FEW else None
        used = processor_seconds(process)
        figures = ask(port, clients, seconds, addresses, once=cold is not None)
        show(name, figures, goal, processor_seconds(process) - used)


def compare_missing(port: int, records: int, pages: int) -> None:
    """Print how long so many pages of records take, and so many of records that there are not."""
    there = [f"{TABLE}/{records - number}" for number in range(pages)]
    absent = [f"{TABLE}/{records + number}" for number in range(1, pages + 1)]
    taken = [ask(port, 20, 60, each, once=True)["seconds"] for each in (there, absent)]
    say(f"\n{pages} pages that are there {taken[0]:.2f} s, {pages} that are not {taken[1]:.2f} s")


def json_addresses(records: int) -> Iterator[str]:
    """Give addresses of JSON, each another: records, pages, filters."""
    for number in range(1, records // 3):
        yield f"{TABLE}/{number}.json"
        yield f"{TABLE}.json?_size=20&_next={number}"
        yield f"{TABLE}.json?_size=20&id__gt={records - number}&_shape=objects"


def page_addresses(records: int) -> Iterator[str]:
    """Give addresses of table pages, each another: pages, filters, sorted ones."""
    for number in range(1, records // 4):
        yield f"{TABLE}?_next={number}"
        yield f"{TABLE}?parent=p{number % 10_000:05}&_size={20 + number // 10_000}"
        yield f"{TABLE}?id__gt={number}&id__lt={number + 150}"
        yield f"{TABLE}?kind={KINDS[number % 5]}&_next={number}"


def record_addresses(records: int) -> Iterator[str]:
    """Give addresses of pages of single records."""
    for number in range(1, records + 1):
        yield f"{TABLE}/{number}"


@contextmanager
def served(package: Path, output: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Serve a package by the command, on any port, until the block ends."""
    command = [sys.executable, "-m", "pressmark", "serve", str(package), "--port", "0"]
    process = subprocess.Popen(
        [*command, "--output", str(output)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        start = time.perf_counter()
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address:
            sys.exit("the server did not start")
        say(f"built and started in {time.perf_counter() - start:.1f} s")
        yield int(address.rpartition(":")[2]), process
    finally:
        process.terminate()
        process.wait()


def ask(
    port: int, clients: int, seconds: float, addresses: Sequence[str], *, once: bool
) -> dict[str, Any]:
    """Let a process of its own ask."""
    command = [sys.executable, "-m", "tests.bench.load", "127.0.0.1", str(port), str(clients)]
    done = subprocess.run(
        [*command, str(seconds), *(["--once"] if once else [])],
        input="\n".join(addresses), stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def processor_seconds(process: subprocess.Popen[str]) -> float:
    """Give the seconds of processor time that a process used so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text("utf-8").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def show(name: str, figures: dict[str, Any], goal: int | None, used: float) -> None:
    """Print one line of the table."""
    good, busy = (figures["statuses"].get(status, 0) for status in ("200", "503"))
    other = figures["requests"] - good - busy
    used = used * 1000 / max(figures["requests"], 1)
    p50, p99 = (figures[name] * 1000 for name in ("p50", "p99"))
    say(
        f"{name:26}{good / figures['seconds']:8.0f}{goal or '':>8}{used:8.1f}{p50:8.0f}{p99:8.0f}"
        f"{busy:8}{other:8}"
    )


def memory(process: subprocess.Popen[str], which: str = "VmRSS") -> float:
    """Give the megabytes that a process holds, or held at most."""
    status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith(f"{which}:"))
    return int(line.split()[1]) / 1000


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
