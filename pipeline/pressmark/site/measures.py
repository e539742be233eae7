"""What a site counts of itself, in the text format of Prometheus (version 0.0.4).

No label is made of what visitors write or data holds: labels are statuses and words of ours.
"""

import os
import resource
import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Seconds by which answers are told apart; those of the last kind took longer."""
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PROCESS = Path(os.sep, "proc", "self")
COUNTER, GAUGE, HISTOGRAM = "counter", "gauge", "histogram"


@dataclass(frozen=True)
class Metric:
    """One metric: its name, kind and meaning, and its samples.

    A sample is what its name has behind that of the metric, its labels, and its value.
    """

    name: str
    kind: str
    meaning: str
    samples: Iterable[tuple[str, Mapping[str, str], float]]


class SiteCounts:
    """Counts, from any thread, since the start of a server."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.lock = threading.Lock()
        self.counts = Counter[str]()
        self.statuses = Counter[str]()
        self.killed = Counter[str]()
        self.took = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0

    def count(self, name: str, number: int = 1) -> None:
        """Count something up or down."""
        with self.lock:
            self.counts[name] += number

    def count_killed(self, end: str) -> None:
        """Count a process that had to end, by how its question ended."""
        with self.lock:
            self.killed[end] += 1

    def count_request(self, status: int | None, size: int, seconds: float) -> None:
        """Count an answer; its status is None where its client left before it began."""
        with self.lock:
            self.statuses[str(status or "none")] += 1
            self.counts["bytes"] += size
            self.took[bisect_left(BOUNDS, seconds)] += 1
            self.seconds += seconds

    def tell(self) -> Iterator[Metric]:
        """Give everything that was counted."""
        with self.lock:
            counts, statuses, killed = self.counts.copy(), self.statuses.copy(), self.killed.copy()
            took, seconds = [*accumulate(self.took)], self.seconds
        buckets = zip((*map(str, BOUNDS), "+Inf"), took, strict=True)
        yield Metric(
            "pressmark_requests_total", COUNTER, "Requests that were answered, by status.",
            [("", {"status": each}, number) for each, number in sorted(statuses.items())],
        )  # fmt: skip
        yield Metric(
            "pressmark_request_seconds", HISTOGRAM, "Seconds until an answer was sent whole.",
            [
                *(("_bucket", {"le": bound}, number) for bound, number in buckets),
                ("_sum", {}, seconds),
                ("_count", {}, took[-1]),
            ],
        )  # fmt: skip
        yield Metric(
            "pressmark_children_killed_total", COUNTER,
            "Processes of the sandbox that had to end, by how their question ended.",
            [("", {"end": each}, number) for each, number in sorted(killed.items())],
        )  # fmt: skip
        yield count_one(
            "pressmark_response_bytes_total", COUNTER, "Bytes of answers.", counts["bytes"]
        )
        yield count_one("pressmark_slow_questions_total", COUNTER,
                  "Questions that took a second or more.", counts["slow"])  # fmt: skip
        yield count_one("pressmark_turned_away_total", COUNTER,
                  "Connections for which there was no room, or that spoke no HTTP.",
                  counts["turned_away"])  # fmt: skip
        yield count_one(
            "pressmark_requests_in_progress", GAUGE, "Requests that are not answered yet.",
            counts["in_progress"],
        )  # fmt: skip


def count_one(name: str, kind: str, meaning: str, value: float) -> Metric:
    """Give a metric with one sample."""
    return Metric(name, kind, meaning, [("", {}, value)])


def tell_process() -> Iterator[Metric]:
    """Give what the machine tells of this process, by the names that Prometheus gives it.

    Where the machine tells of something in another way (macOS), that is left out.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    yield count_one("process_cpu_seconds_total", COUNTER, "Seconds of CPU time.",
              used.ru_utime + used.ru_stime)  # fmt: skip
    yield count_one("process_max_fds", GAUGE, "Files that may be open at once.",
              resource.getrlimit(resource.RLIMIT_NOFILE)[0])  # fmt: skip
    with suppress(OSError):
        pages = int((PROCESS / "statm").read_text("ascii").split()[1])
        yield count_one("process_resident_memory_bytes", GAUGE, "Memory in use, in bytes.",
                  pages * os.sysconf("SC_PAGE_SIZE"))  # fmt: skip
        yield count_one("process_open_fds", GAUGE, "Open files and connections.",
                  len([*(PROCESS / "fd").iterdir()]))  # fmt: skip
        yield count_one("process_threads", GAUGE, "Threads.", len([*(PROCESS / "task").iterdir()]))
        yield count_one("pressmark_children", GAUGE, "Processes of the sandbox.", count_children())


def count_children() -> int:
    """Count the processes that this one started and that have not ended."""
    found = 0
    for task in (PROCESS / "task").iterdir():
        with suppress(FileNotFoundError):  # the thread has ended meanwhile
            found += len((task / "children").read_text("ascii").split())
    return found


def render(metrics: Iterable[Metric]) -> str:
    """Write metrics as text."""
    lines = []
    for each in metrics:
        lines += [f"# HELP {each.name} {each.meaning}", f"# TYPE {each.name} {each.kind}"]
        for end, labels, value in each.samples:
            written = ",".join(f'{name}="{told}"' for name, told in labels.items())
            lines.append(f"{each.name}{end}{'{' + written + '}' if written else ''} {value}")
    return "".join(f"{line}\n" for line in lines)
