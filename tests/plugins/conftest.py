"""The plug-in of the example, installed where a test asks for it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packages import write_project
from tests.warm_command import warm_behind

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = Path(__file__).parent / "example"
NAME = "pressmark-example"
SCHEMA = "fields:\n  - {name: key}\n  - {name: size, type: integer}\nprimaryKey: [key]\n"
TEXT = "key,size\nLOUD,1\ncalm,2\n"
CALM = TEXT.replace("LOUD", "quiet")

Run = Callable[..., subprocess.CompletedProcess[str]]


def write_distribution(folder: Path, name: str, points: str, modules: dict[str, str]) -> None:
    """Install a distribution into a folder: its entry points, and its modules by their names."""
    about = folder / f"{name.replace('-', '_')}-0.1.dist-info"
    about.mkdir(parents=True)
    about.joinpath("METADATA").write_text(
        f"Metadata-Version: 2.4\nName: {name}\nVersion: 0.1\n", "utf-8"
    )
    about.joinpath("entry_points.txt").write_text(points, "utf-8")
    for module, text in modules.items():
        folder.joinpath(f"{module}.py").write_text(text, "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in which one text shouts."""
    return write_project(tmp_path / "project", {"t": (SCHEMA, TEXT)})


@pytest.fixture
def calm(project: Path) -> Path:
    """The project, with small letters."""
    (project / "datapackage/records/t.csv").write_text(CALM, "utf-8")
    return project


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the example for this process."""
    monkeypatch.syspath_prepend(EXAMPLE)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run Python where the example is installed, and what further folders hold."""

    def ran(*words: object, beside: tuple[Path, ...] = ()) -> subprocess.CompletedProcess[str]:
        paths = os.pathsep.join(map(str, (EXAMPLE, *beside, ROOT / "pipeline", ROOT)))
        asked = [sys.executable, *words]
        if words[:2] == ("-m", "pressmark") and not beside:
            asked = [*warm_behind(EXAMPLE).words, *words[2:]]
        return subprocess.run([*map(str, asked)], cwd=tmp_path, text=True,
                              env={**os.environ, "PYTHONPATH": paths},
                              capture_output=True, check=False)  # fmt: skip

    return ran
