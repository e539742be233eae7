"""`release --next`: the least version that the changes ask for, written where the author keeps it.

The version is part of the package, so it has to stand in the descriptor before anything is built;
published under a version that the sources do not have, a release could not be made again from
them. So just that line is rewritten, or the right line is said where it cannot be.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pressmark.compare import MEMORY, Comparison, compare, find_highest, list_demands
from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError, ReleaseError
from pressmark.files.staging import make_scratch, replace_text
from pressmark.package import Package
from pressmark.publish.consent import ANY_CITATION, Consent
from pressmark.publish.guarding import find_told, guard, read_learned
from pressmark.publish.lacking import refuse_first_without
from pressmark.publish.promises import (
    DESCRIPTOR,
    Followed,
    find_followed,
    name_file,
    refuse_broken_promises,
)
from pressmark.releases.canonical import write_released
from pressmark.releases.converted import refuse_converted_cells
from pressmark.releases.counting import count_compared
from pressmark.releases.find import find_newest_final
from pressmark.releases.ledger import read_ledger
from pressmark.report import Report
from pressmark.validate import Progress, hide_progress
from pressmark.version import MOST_DIGITS, Level, Version, parse

VERSION = re.compile(
    r"""^(version:[ \t]+)("[^"\n]*"|'[^'\n]*'|[0-9A-Za-z][0-9A-Za-z.+-]*)"""
    r"""([ \t]*(?:#[^\n]*)?\r?)$""",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Unchanged:
    """Nothing has changed since a published version, so there is nothing to publish."""

    since: str


def choose_next_version(
    package: Package, *, consent: Consent = ANY_CITATION, progress: Progress = hide_progress
) -> str | Unchanged | Report:
    """Give the least version for what changed since the newest release that is no pre-release.

    Where branches were merged, what changed since the last release of each counts.
    The version as written where nothing is published yet; the report where the data is wrong.
    ReleaseError where a key is gone without a word, GuardError where the data looks wrong;
    `consent` is that of `release`.
    """
    previous = find_newest_final(package)
    if previous is None:
        return package.version
    with (
        make_scratch() as folder,
        Engine(memory=MEMORY) as engine,
    ):
        new = write_released(package, folder / "released", progress)
        if isinstance(new, Report):
            return new
        refuse_converted_cells(package, new)
        comparison = compare(previous, new, engine, limit=0)
        version = choose_version(previous, comparison, find_followed(package, comparison, engine))
        if version is None:
            return Unchanged(previous.version)
        assert package.releases is not None  # noqa: S101 - what was published stands there
        ledger = read_ledger(package.releases)
        refuse_first_without(package, version, ledger, consent.without)
        learned = read_learned(package, comparison)
        counted = count_compared(comparison, engine, find_told(comparison, learned))
        guard(package, comparison, counted, learned, consent.accepted, engine)
        refuse_broken_promises(package, comparison, engine, version)
    return str(version)


def choose_version(
    previous: Package, comparison: Comparison, sides: Iterable[Followed]
) -> Version | None:
    """Give the least version for all changes, those since the last of other branches, too.

    None where nothing has changed since any of them.
    """
    own = find_highest(list_demands(comparison))
    asked = [(side.last, find_highest(list_demands(side.comparison))) for side in sides]
    others = [last.after(level) for last, level in asked if level]
    if own is None and not others:
        return None
    return max([raise_version(previous, own or "patch"), *others])


def raise_version(previous: Package, level: Level) -> Version:
    """Give the version that follows; ReleaseError where none can be told, or none is left."""
    last = parse(previous.version)
    if last is None:
        wrong = f"version {previous.version!r} was published, and is no semantic version"
        raise ReleaseError(previous.place, wrong, "write the next version yourself")
    following = last.after(level) if last.is_final else last.goal
    if parse(str(following)) is None:
        wrong = f"after version {last} there is none of at most {MOST_DIGITS} digits a number"
        raise ReleaseError(previous.place, wrong, "publish what follows as a package of its own")
    return following


def write_version(package: Package, version: str) -> None:
    """Write a version into the line of the descriptor that holds it, and nothing else.

    ProjectError, with the line to write, where that line cannot be told for certain.
    """
    path = (package.root / DESCRIPTOR).resolve()
    text = path.read_bytes().decode()
    written = with_line(package, text, version)
    if written != text:
        replace_text(path, written)


def with_version(package: Package, version: str) -> Package:
    """Give a package as it would be read after `write_version`, which refuses the same."""
    with_line(package, (package.root / DESCRIPTOR).read_bytes().decode(), version)
    return replace(package, descriptor=package.descriptor.model_copy(update={"version": version}))


def with_line(package: Package, text: str, version: str) -> str:
    """Give a descriptor's text with another version."""
    written, number = VERSION.subn(rf'\g<1>"{version}"\g<3>', text)
    if number != 1:
        wrong = "its version does not stand on one line of its own"
        raise ProjectError(
            name_file(package.place, DESCRIPTOR), wrong, f'write version: "{version}"'
        )
    return written
