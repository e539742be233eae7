"""`pressmark diff`: two packages as people name them → what changed, in the form they ask for."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pressmark.compare import MEMORY, compare, write_changes_csv
from pressmark.compare.renderings import html, json, text
from pressmark.compare.renderings.outcome import Changes, Outcome
from pressmark.engine.connection import Engine
from pressmark.files.staging import make_scratch
from pressmark.package import Package
from pressmark.releases.canonical import write_released
from pressmark.releases.find import Release, find
from pressmark.report import Report
from pressmark.validate import Progress, hide_progress

DIFFERENCES: tuple[tuple[str, Callable[[Outcome], Iterable[str]]], ...] = (
    ("text", text.render),
    ("json", json.render),
    ("html", html.render),
    ("csv", lambda outcome: write_changes_csv(outcome.comparison, outcome.engine)),
)
"""Each rendering of a comparison under the name that `--format` takes."""

__all__ = ["DIFFERENCES", "Changes", "Outcome", "compare_packages"]


@contextmanager
def compare_packages(  # noqa: PLR0913 - one parameter an option
    old: str | Package,
    new: str | Package,
    project: Path | None,
    releases: Path | None = None,
    *,
    limit: int = 100,
    schemas: Path | None = None,
    progress: Progress = hide_progress,
) -> Iterator[Outcome | Report]:
    """Compare two packages, as values or named (see `pressmark.releases.find`), for a block.

    Where the data of one is wrong, give its report instead: nothing is compared.
    """
    with (
        make_scratch() as folder,
        find(old, project, releases, schemas=schemas) as before,
        find(new, project, releases, schemas=schemas) as after,
    ):
        older = read_canonical(before, folder / "old", progress)
        if isinstance(older, Report):
            yield older
            return
        newer = read_canonical(after, folder / "new", progress)
        if isinstance(newer, Report):
            yield newer
            return
        with Engine(memory=MEMORY) as engine:
            comparison = compare(older, newer, engine, limit=limit)
            yield Outcome(
                older, newer, comparison, engine, tuple(dict.fromkeys(list_warnings(before, after)))
            )


def read_canonical(side: Release, folder: Path, progress: Progress) -> Package | Report:
    """Give a release as it stands once it is proven, and anything else as if released now.

    Only then are two texts of one value the same.
    """
    if side.proof == "judged":
        return write_released(side.package, folder, progress)
    return side.package


def list_warnings(*sides: Release) -> Iterator[str]:
    """Say which of the releases should not be used any more."""
    for side in sides:
        if side.withdrawn is not None:
            yield f"version {side.package.version} is withdrawn: {side.withdrawn}"
