"""The tool of today builds the register as it was built before, file by file.

What may differ is listed here, line by line: who wrote it, and the random id in a DuckDB file.
"""

import re
from pathlib import Path

import pytest

from pressmark.files.manifest import files_below
from pressmark.package.project import read_project
from pressmark.releases.build import build
from pressmark.releases.derived import DERIVED_LIST
from pressmark.releases.writers import writers

ROOT = Path(__file__).parent.parent.parent
BEFORE = ROOT / "datapackage/releases/2.0.0"
DERIVED_BEFORE = Path(__file__).with_name("derived-2.0.0.txt")
"""What was derived from 2.0.0 when it was published, by the writers that its first lines name."""
OF_THE_WRITERS = re.compile(
    r'\s*"(?:gitCommit|pressmark|pressmark-source|python|zlib|[a-z]+)": "[^"]*",?'
)
"""A line of `provenance.json` that may differ: it names a state of the project, or a writer."""
DERIVED = re.compile(r"parquet/|[^/]+\.(?:zip|sqlite|duckdb)$")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "2.0.0"
    assert build(read_project(ROOT), folder).valid
    return folder


def test_every_file_of_the_package_and_the_act_is_as_before(built: Path) -> None:
    made = {name for name in files_below(built) if name != DERIVED_LIST and not DERIVED.match(name)}
    assert made == set(files_below(BEFORE))
    differing = {
        name for name in made if (built / name).read_bytes() != (BEFORE / name).read_bytes()
    }
    assert differing <= {"provenance.json"}


def test_of_the_provenance_only_lines_of_the_writers_differ(built: Path) -> None:
    now, then = (
        (folder / "provenance.json").read_text("utf-8").splitlines() for folder in (built, BEFORE)
    )
    assert len(now) == len(then)
    for line, before in zip(now, then, strict=True):
        assert line == before or (
            OF_THE_WRITERS.fullmatch(line) and OF_THE_WRITERS.fullmatch(before)
        )


def test_every_derived_file_is_as_before(built: Path) -> None:
    before = DERIVED_BEFORE.read_text("utf-8").splitlines()
    wrote = dict(line.removeprefix("# ").split(" ", 1) for line in before if line.startswith("# "))
    ours = {name: version for name, version in writers().items() if name != "pressmark-source"}
    if any(wrote[name] != version for name, version in ours.items()):
        pytest.skip(f"other writers than those that wrote {DERIVED_BEFORE.name}: {ours}")
    now = (built / DERIVED_LIST).read_text("utf-8").splitlines()
    may_differ = re.compile(r"# pressmark-source .*|# the lines above: .*|\w+  [^/]+\.duckdb")
    assert [line for line in now if not may_differ.fullmatch(line)] == [
        line for line in before if not may_differ.fullmatch(line)
    ]
