"""How both judges end on a package, and how many errors of each rule they find."""

import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import frictionless

from pressmark.errors import PressmarkError
from pressmark.package.project import read_project
from pressmark.report.rules import RULES
from pressmark.site import ServedRelease
from pressmark.site.served import read_served_releases
from tests.differential.judges import CONSTRAINT, snake
from tests.differential.judges import RULES as CALLED
from tests.publishers.published import Ending

MORE_NAMES = {
    "byte-count": "file.bytes",
    "hash-count": "file.hash",
    "scheme-error": "file.missing",
    "encoding-error": "file.encoding",
    "primary-key": "key.primary",
}
WARNINGS = frozenset(rule.id for rule in RULES if rule.severity == "warning")
EXTRAS = re.compile(r"requires .* (?:extension|package)|pip install", re.IGNORECASE)


class Verdict(NamedTuple):
    """How a judge ended, the findings by rule, and what it said when it refused."""

    ending: Ending
    counts: Mapping[str, int]
    said: str = ""

    @property
    def errors(self) -> dict[str, int]:
        """The findings that are no warnings, by rule."""
        return {rule: count for rule, count in self.counts.items() if rule not in WARNINGS}


class NotJudgedError(Exception):
    """frictionless breaks off, or lacks what it needs to read a file."""


def ours(descriptor: Path, output: Path) -> tuple[Verdict, tuple[ServedRelease, ...]]:
    """Judge a package and build it where it is valid; what it was built to is ready to be served.

    Anything but an error that is told to users is a fault of ours, and raised.
    """
    try:
        report, releases = read_served_releases(read_project(descriptor), output)
    except PressmarkError as error:
        return Verdict("refused", {}, str(error)), ()
    assert report is not None
    ending: Ending = "valid" if report.valid else "findings"
    return Verdict(ending, dict(report.counts)), releases


def theirs(descriptor: Path) -> Verdict:
    """Judge a package with frictionless, which fetches nothing and trusts every path.

    NotJudgedError where it breaks off.
    """
    frictionless.system.trusted = True
    try:
        with offline(), warnings.catch_warnings(action="ignore"):
            report = frictionless.validate(str(descriptor))
    except Exception as crash:
        reason = f"{type(crash).__name__}: {crash}"
        raise NotJudgedError(reason) from crash
    if report.errors:
        return Verdict("refused", {}, report.errors[0].message)
    counts: Counter[str] = Counter()
    for task in report.tasks:
        for error in task.errors:
            counts[called(error.to_descriptor())] += 1
    return Verdict("findings" if counts else "valid", dict(counts))


def called(error: dict[str, Any]) -> str:
    """Say an error of frictionless in the name of our rule; its own where we have none.

    NotJudgedError where it is about a program that is not installed.
    """
    kind, note = error["type"], error.get("note", "")
    if kind in ("error", "format-error") and EXTRAS.search(note):
        raise NotJudgedError(note)
    if kind == "constraint-error" and (match := CONSTRAINT.search(note)):
        return f"cell.{snake(match[1])}"
    return CALLED.get(kind) or MORE_NAMES.get(kind) or kind


@contextmanager
def offline() -> Iterator[None]:
    """Let nothing be fetched."""
    with patch("socket.socket.connect", side_effect=OSError("nothing is fetched here")):
        yield


def between(mine: Verdict, other: Verdict) -> tuple[str, ...]:
    """Say where two judges differ, a rule in a line, ours first."""
    if "refused" in (mine.ending, other.ending):
        return () if mine.ending == other.ending else (f"{mine.ending} | {other.ending}",)
    left, right = mine.errors, other.errors
    rules = sorted(left.keys() | right.keys())
    return tuple(
        f"{rule} {left.get(rule, 0):,} | {right.get(rule, 0):,}"
        for rule in rules
        if left.get(rule, 0) != right.get(rule, 0)
    )
