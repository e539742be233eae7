"""How far the work is, on a terminal and nowhere else."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressmark.validate import Progress

PATIENCE = 1.0
"""Seconds of work that nobody needs to be told of."""


@contextmanager
def draw_progress() -> "Iterator[Progress]":
    """Show on stderr how far the work is, on a terminal and after a second of it only."""
    if not sys.stderr.isatty():
        yield lambda _doing, _records, _read, _whole: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from pressmark.words import make_visible

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[records]:,} records, {task.fields[pace]:,} a second"),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("", total=None, records=0, pace=0)
    began = time.monotonic()
    paces = {0: 0}

    def told(doing: str, records: int, read: int, whole: int) -> None:
        """Show what is being done; the pace is that of reading, which checking does not change."""
        seconds = time.monotonic() - began
        pace = paces.setdefault(records, int(records / max(seconds, 0.001)))
        what = make_visible(doing)
        bar.update(task, completed=read, total=whole, description=what, records=records, pace=pace)
        if seconds >= PATIENCE:
            bar.start()

    try:
        yield told
    finally:
        bar.stop()
