"""The core alone: scripts and commands run as if nothing but what it needs were installed."""

import atexit
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement

import pressmark
from tests.warm_command import WarmCommand

ROOT = Path(__file__).parent.parent
NAME = pressmark.__name__
CORE = tuple(
    re.split(r"[<>=\s]", asked)[0]
    for asked in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "dependencies"
    ]
)
"""What the core needs; the rest belongs to an extra, or to the tests."""

WITHOUT = """
import sys
from importlib.machinery import PathFinder

ABSENT = frozenset(sys.argv.pop(1).split(","))

class Without(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name.partition(".")[0] in ABSENT:
            return None
        return super().find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Without
"""
"""Makes modules absent, as they are where they are not installed."""


def normal(name: str) -> str:
    """Write a distribution's name in the one way."""
    return re.sub(r"[-_.]+", "-", name).lower()


def core() -> set[str]:
    """Name every distribution that comes with the core's own."""
    found: set[str] = set()
    asked = list(CORE)
    while asked:
        name = normal(asked.pop())
        if name not in found:
            found.add(name)
            needs = (Requirement(each) for each in requires(name) or ())
            asked += [
                each.name
                for each in needs
                if not each.marker or each.marker.evaluate({"extra": ""})
            ]
    return found


@cache
def absent() -> str:
    """Name every installed module that the core does not bring."""
    kept = core() | {"pressmark"}
    installed = packages_distributions()
    return ",".join(
        sorted(
            module
            for module, names in installed.items()
            if not {normal(each) for each in names} & kept and module.isidentifier()
        )
    )


def run_core(script: str, *words: object) -> str:
    """Run a script where nothing but the core is installed."""
    return run_python(WITHOUT + script, absent(), *words)


@cache
def warm_core() -> WarmCommand:
    """Import the command with the core alone, once for a whole run."""
    serve = WITHOUT + "from tests.warm_command import serve\nserve()\n"
    started = WarmCommand("-W", "error", "-c", serve, absent())
    atexit.register(started.close)
    return started


def command(*words: object) -> str:
    """Run the command with the core alone: what it said and printed, and its exit code."""
    done = subprocess.run(
        [*warm_core().words, *map(str, words)], check=False, cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return f"{done.stdout}exit {done.returncode}\n"


def run_python(script: str, *words: object) -> str:
    """Run a script in a process of its own, from the project's folder; give what it printed."""
    command = [sys.executable, "-W", "error", "-c", script, *map(str, words)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout
