"""Mutates inputs for some minutes, and keeps every one that ends as nothing may end.

A worker judges; this process watches it, and ends a worker that takes too long over one input.
"""

import argparse
import json
import random
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pressmark.engine.connection import Engine

from .mutation import mutated, seeds
from .reach import Line, reached
from .target import Input, load, wrong_with

SECONDS_FOR_ONE = 20
SECONDS_TO_START = 60
ROUNDS_OF_SHORTENING = 300


def work(first: int, seconds: float, notes: Path) -> int:
    """Judge mutated inputs; each is noted before, so that one that ends the process is known."""
    chance, inputs, seen = random.Random(first), seeds(), set[Line]()  # noqa: S311 - no secret
    start, count, found = time.monotonic(), 0, set[str]()
    with Engine(threads=1) as engine, tempfile.TemporaryDirectory() as folder:
        waiting = list(inputs)
        while time.monotonic() - start < seconds:
            given = waiting.pop() if waiting else mutated(chance, inputs)
            (notes / "now.json").write_text(json.dumps(given.as_json()), "ascii")
            wrong, lines = reached(lambda now=given: wrong_with(now, engine, Path(folder)))  # type: ignore[misc]
            count += 1
            if wrong and kind_of(wrong) not in found:
                found.add(kind_of(wrong))
                path = shortened(given, wrong, engine, Path(folder)).save(wrong)
                print(f"{path}: {wrong}", flush=True)  # noqa: T201 - it is a command
            if not lines <= seen:
                seen |= lines
                inputs.append(given)
    print(f"seed {first}: {count:,} inputs, {len(inputs)} kept, {len(seen):,} lines reached")  # noqa: T201
    return len(found)


def kind_of(wrong: str) -> str:
    """Say of what kind a failure is: the exception and its place, not its message."""
    return wrong.partition(":")[0]


def shortened(given: Input, wrong: str, engine: Engine, folder: Path) -> Input:
    """Take away from an input what the failure does not need."""
    for part in Input._fields:
        step, rounds = len(getattr(given, part)), 0
        while step and rounds < ROUNDS_OF_SHORTENING:
            place = 0
            while place < len(getattr(given, part)) and rounds < ROUNDS_OF_SHORTENING:
                data: bytes = getattr(given, part)
                less = given._replace(**{part: data[:place] + data[place + step :]})
                rounds += 1
                if kind_of(wrong_with(less, engine, folder)) == kind_of(wrong):
                    given = less
                else:
                    place += step
            step //= 2
    return given


def watched(first: int, seconds: float) -> int:
    """Run a worker, and save the input over which it ends or takes too long; count failures."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "tests.fuzz.run", "--worker", folder]
        worker = subprocess.Popen([*words, "--seed", str(first), "--minutes", str(seconds / 60)])
        now, began = Path(folder) / "now.json", time.time()
        while worker.poll() is None:
            time.sleep(0.2)
            last = now.stat().st_mtime if now.exists() else began + SECONDS_TO_START
            if time.time() - last > SECONDS_FOR_ONE:
                worker.kill()
                worker.wait()
        if worker.returncode >= 0:
            return worker.returncode
        path = load(now.read_text("ascii")).save(f"ended the process: {worker.returncode}")
        print(f"{path}: the worker ended with {worker.returncode}", flush=True)  # noqa: T201
        return 1


def main() -> int:
    """Search for as long as asked, beginning anew after an input that ended the worker."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    parser.add_argument("--worker", type=Path)
    asked = parser.parse_args()
    if asked.worker:
        return work(asked.seed, 60 * asked.minutes, asked.worker)
    until, failures, first = time.monotonic() + 60 * asked.minutes, 0, asked.seed
    while (left := until - time.monotonic()) > 0:
        failures += watched(first, left)
        first += 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
