"""Shows how long each hostile package takes, and how much memory: `make bench-hostile`."""

import shutil
import sys
import tempfile
from pathlib import Path

from .corpus import EVERY
from .judged import outcome_of

NOBODY = 9
"""The port of a server that is not there."""


def main(words: list[str]) -> None:
    """Judge the packages whose names hold the words, all without any, and print a line each."""
    print("seconds      MB  exit  package")  # noqa: T201 - it is a command
    for entry in EVERY:
        if " ".join(words) not in entry.name:
            continue
        folder = Path(tempfile.mkdtemp(prefix="pressmark-hostile-")) / "package"
        folder.mkdir()
        entry.make(folder, NOBODY)
        ended = outcome_of(entry, folder)
        shutil.rmtree(folder.parent)
        figures = f"{ended.seconds:7.2f} {ended.megabytes:7.0f} {ended.code:5}"
        print(f"{figures}  {entry.name}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
