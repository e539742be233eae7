"""Turns single bits of a release's files, and looks whether `verify` finds each.

`python -m tests.verify.flips` tries a thousand: every file in turn, however small, and a bit of it
by chance. It prints how many it tried, and ends with those that were not found.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from pressmark.files.manifest import list_files_below
from pressmark.releases.ledger import LEDGER
from pressmark.verify import verify
from tests.verify.releases import publish, set_version, write_small_project

VERSION = "1.0.0"


def write_published(folder: Path) -> Path:
    """Write a project with a release, its derived files, and one more release after it."""
    project = write_small_project(folder)
    publish(project)
    set_version(project, "1.1.0")
    publish(project)
    return project


def paths(project: Path) -> list[Path]:
    """List the ledger, and every file of the first release, as published and as derived."""
    releases, derived = project / "datapackage/releases", project / "build/releases" / VERSION
    published = releases / VERSION
    return [
        releases / LEDGER,
        *(published / name for name in list_files_below(published)),
        *(derived / name for name in list_files_below(derived)),
    ]


def flip(path: Path, bit: int) -> None:
    """Turn one bit of a file."""
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def missed(project: Path, flips: int) -> list[tuple[Path, int]]:
    """Turn so many bits, each back again; give those that no digest told."""
    assert verify(VERSION, project).valid
    chance = random.Random(20261122)  # noqa: S311 - a repeatable choice, no secret
    files, found = paths(project), []
    for number in range(flips):
        path = files[number % len(files)]
        bit = chance.randrange(8 * path.stat().st_size)
        flip(path, bit)
        told = verify(VERSION, project)
        if told.valid or any(check.name == "content" for check in told.checks):
            found.append((path, bit))
        flip(path, bit)
    assert verify(VERSION, project).valid
    return found


def main() -> None:
    """Try as many as are asked for."""
    words = argparse.ArgumentParser(prog="python -m tests.verify.flips", description=__doc__)
    words.add_argument("--flips", type=int, default=1_000)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = missed(write_published(Path(folder) / "project"), given.flips)
    sys.stdout.write(f"{given.flips:,} bits turned, {len(found)} not found\n")
    if found:
        sys.exit("\n".join(f"{path}: bit {bit}" for path, bit in found))


if __name__ == "__main__":
    main()
