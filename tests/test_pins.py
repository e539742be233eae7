"""What is installed: exactly pinned, hashed, and without the address of any package host."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PINS = ("requirements.txt", "requirements-dev.txt")
READERS = ("duckdb-1.1", "duckdb-1.5", "frames")
APART = "s3"
"""The extra that is not in `all`: what it brings holds a library of the core back."""
ENGINES = ("spark", "sail")
"""Extras of which one environment holds one: both bring the modules of the other."""
OF_THEIR_OWN = (
    "requirements-buckets.txt",
    "requirements-catalogue.txt",
    "requirements-describers.txt",
    "requirements-bench.txt",
    *(f"requirements-readers-{name}.txt" for name in READERS),
    *(f"requirements-{name}.txt" for name in ENGINES),
)
"""Pins of environments beside the project's."""


def pinned(name: str) -> dict[str, str]:
    """Read the versions of a pins file by normalised name."""
    text = (ROOT / name).read_text("utf-8")
    found = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in found}


@pytest.mark.parametrize("name", PINS + OF_THEIR_OWN)
def test_every_pin_is_exact_and_hashed_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "//" not in text and "--index" not in text and "--find-links" not in text
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9._-]+==\S+", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


def test_everything_asked_for_is_pinned() -> None:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project, groups = document["project"], document["dependency-groups"]
    extras = project["optional-dependencies"]
    together = (asked for name, asked in extras.items() if name not in {"all", APART, *ENGINES})
    everything = [each for asked in together for each in asked]
    for asked, name in (
        (project["dependencies"] + everything + groups["install"], "requirements.txt"),
        (groups["development"], "requirements-dev.txt"),
        (extras[APART] + groups["buckets"], "requirements-buckets.txt"),
        (groups["catalogue"], "requirements-catalogue.txt"),
        (groups["describers"], "requirements-describers.txt"),
        (groups["bench"], "requirements-bench.txt"),
        *((groups[f"readers-{name}"], f"requirements-readers-{name}.txt") for name in READERS),
        *(
            (project["dependencies"] + extras[each] + groups["engines"], f"requirements-{each}.txt")
            for each in ENGINES
        ),
    ):
        for requirement in asked:
            package = re.split(r"[\[<>=\s]", requirement)[0]
            assert re.sub(r"[-_.]+", "-", package).lower() in pinned(name), requirement


def test_all_is_every_extra_but_one() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    names = ",".join(name for name in extras if name not in {"all", APART, *ENGINES})
    assert extras["all"] == [f"pressmark[{names}]"]
    assert extras[APART]


def test_the_two_files_agree() -> None:
    run, development = (pinned(name) for name in PINS)
    assert run.items() <= development.items()


def test_the_version_is_written_once_more_only_in_the_project_file() -> None:
    from pressmark import __version__

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__
