"""`pressmark diff`: two packages as people name them → what changed, in the form they ask for."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pressmark.compare import MEMORY, changes_csv, compare
from pressmark.compare.renderings import html, json, text
from pressmark.compare.renderings.outcome import Changes, Outcome
from pressmark.engine.connection import Engine
from pressmark.package import Package
from pressmark.releases.find import open_side
from pressmark.report import Report
from pressmark.validate import Progress, unseen

DIFFERENCES: tuple[tuple[str, Callable[[Outcome], Iterable[str]]], ...] = (
    ("text", text.render),
    ("json", json.render),
    ("html", html.render),
    ("csv", lambda outcome: changes_csv(outcome.comparison, outcome.engine)),
)
"""Each rendering of a comparison under the name that `--format` takes."""

__all__ = ["DIFFERENCES", "Changes", "Outcome", "differ"]


@contextmanager
def differ(
    old: str | Package,
    new: str | Package,
    project: Path,
    *,
    limit: int = 100,
    progress: Progress = unseen,
) -> Iterator[Outcome | Report]:
    """Compare two packages, as values or named (see `open_side`), for the length of a block.

    Where the data of one is wrong, give its report instead: nothing is compared.
    """
    with open_side(old, project, progress=progress) as before:
        if isinstance(before, Report):
            yield before
            return
        with open_side(new, project, progress=progress) as after:
            if isinstance(after, Report):
                yield after
                return
            with Engine(memory=MEMORY) as engine:
                comparison = compare(before, after, engine, limit=limit)
                yield Outcome(before, after, comparison, engine)
