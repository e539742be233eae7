"""A copy of the tool with everything that `docs/extending.md` adds to it."""

import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pressmark
from tests.walk import amend, blocks
from tests.warm_command import warm_behind

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/extending.md"


def write_extended_tool(folder: Path) -> Path:
    """Copy the tool into a folder and follow the page; give the folder.

    What Python compiled of it is copied too, for each test runs processes of it.
    """
    source = Path(inspect.getfile(pressmark)).parent
    package = folder / "pressmark"
    shutil.copytree(source, package)
    for block in blocks(PAGE):
        path = package / block.words
        if block.is_file:
            assert not path.exists(), path
            block.write(package)
        elif block.language == "diff":
            path.write_text(amend(path.read_text("utf-8"), block.text), encoding="utf-8")
    return folder


def run(tool: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Run Python with that tool in place of the real one."""
    paths = os.pathsep.join(map(str, (tool, ROOT)))
    return subprocess.run([sys.executable, *map(str, words)], cwd=tool, text=True,
                          env={**os.environ, "PYTHONPATH": paths},
                          capture_output=True, check=False)  # fmt: skip


def command(tool: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Run the command of that tool."""
    asked = [*warm_behind(tool).words, *map(str, words)]
    return subprocess.run(asked, cwd=tool, text=True, capture_output=True, check=False)
