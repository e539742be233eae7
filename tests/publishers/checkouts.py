"""The checkouts of what others published, and a copy of one that is safe to judge."""

import shutil
import subprocess
from pathlib import Path
from typing import Protocol

from tests.publishers.published import Published

LARGEST = 50_000_000
"""Bytes of a file above which a package is left out."""


class LeftOutError(Exception):
    """A package is not judged, for the reason that is said."""


class AtCommit(Protocol):
    """A public repository, `owner/name`, as it was at a commit."""

    @property
    def repository(self) -> str:
        """Its owner and name."""
        ...

    @property
    def commit(self) -> str:
        """The commit in full."""
        ...


def checkout(each: AtCommit, folder: Path, forge: str | None) -> Path:
    """Give the folder of a repository as it was at its commit, fetched if a forge is given.

    A folder without git's own is believed. LeftOutError where there is none, or another commit.
    """
    there = folder / each.repository
    if (there / ".git").exists():
        asked = ["git", "rev-parse", "HEAD"]
        found = subprocess.run(asked, cwd=there, capture_output=True, text=True, check=False)
        if found.stdout.strip() != each.commit:
            reason = f"{there} is not at {each.commit}"
            raise LeftOutError(reason)
    if there.is_dir():
        return there
    if not forge:
        reason = f"{there} is not there, and no FORGE is given to fetch it from"
        raise LeftOutError(reason)
    there.mkdir(parents=True)
    for words in (
        ("init", "--quiet"),
        ("fetch", "--quiet", "--depth", "1", f"{forge.rstrip('/')}/{each.repository}", each.commit),
        ("checkout", "--quiet", "FETCH_HEAD"),
    ):
        if subprocess.run(["git", *words], cwd=there, check=False).returncode:
            shutil.rmtree(there)
            reason = f"{each.repository} could not be fetched at {each.commit}"
            raise LeftOutError(reason)
    return there


def copied(each: Published, there: Path, place: Path) -> Path:
    """Copy the folder of a descriptor without what is taken away; give the copy's descriptor.

    LeftOutError where the package has no descriptor, or a file is larger than others should read.
    """
    descriptor = there / each.path
    if not descriptor.is_file():
        reason = f"{descriptor} is not there"
        raise LeftOutError(reason)
    away = {descriptor.parent / name for name in each.without}
    for path in descriptor.parent.rglob("*"):
        if path not in away and path.is_file() and path.stat().st_size > LARGEST:
            reason = f"{path} has more than {LARGEST:,} bytes"
            raise LeftOutError(reason)
    into = place / descriptor.parent.name
    shutil.copytree(
        descriptor.parent, into, symlinks=True, ignore=shutil.ignore_patterns(".git", ".github")
    )
    for name in each.without:
        (into / name).unlink(missing_ok=True)
    return into / descriptor.name
