"""The tool of today builds the register as it was built before, file by file.

What may differ is listed here: the lines of the writers, the random id in a DuckDB file,
`verify.py`, which since then also proves the heads of ledgers that were merged, `changes.csv`,
which since then tells all values, and `statistics.json`, which stands beside releases since then.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pressmark.files.manifest import list_files_below
from pressmark.package.project import read_package, read_project
from pressmark.releases.build import build
from pressmark.releases.derived import DERIVED_LIST
from pressmark.releases.statistics import STATISTICS
from pressmark.releases.writers import list_writers
from tests.register.authored import VERSION

ROOT = Path(__file__).parent.parent.parent
BEFORE = ROOT / "datapackage/releases/2.0.0"
DERIVED_BEFORE = Path(__file__).with_name("derived-2.0.0.txt")
"""What was derived from 2.0.0 when it was published, by the writers that its first lines name."""
OF_THE_WRITERS = re.compile(
    r'\s*"(?:gitCommit|pressmark|pressmark-source|python|zlib|[a-z]+)": "[^"]*",?'
)
"""A line of `provenance.json` that may differ: it names a state of the project, or a writer."""
DERIVED = re.compile(r"parquet/|[^/]+\.(?:zip|sqlite|duckdb)$")


AUTHORED = BEFORE.name == VERSION
"""Whether the records here are those of 2.0.0; once the next version is begun they are not."""
OF_THE_RECORDS = set() if AUTHORED else {"report.json", "report.html"}
"""What names the files that people wrote, and so differs where the release itself is built."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "2.0.0"
    package = read_project(ROOT)
    if not AUTHORED:
        published = read_package(BEFORE / "datapackage.json", trusted=True)
        package = replace(published, releases=package.releases, note=note_of_before())
    assert build(package, folder).valid
    return folder


def note_of_before() -> str:
    """Read what people wrote about 2.0.0, which CHANGES.md begins with."""
    return (ROOT / "datapackage/notes/2.0.0.md").read_text("utf-8")


def test_every_file_of_the_package_and_the_act_is_as_before(built: Path) -> None:
    made = {
        name for name in list_files_below(built) if name != DERIVED_LIST and not DERIVED.match(name)
    }
    before = set(list_files_below(BEFORE))
    assert made - before == {STATISTICS} and before <= made
    differing = {
        name for name in before if (built / name).read_bytes() != (BEFORE / name).read_bytes()
    }
    assert differing <= {"changes.csv", "provenance.json", "verify.py", *OF_THE_RECORDS}


@pytest.mark.skipif(not AUTHORED, reason="the next version is begun, from other records")
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
    ours = {name: version for name, version in list_writers().items() if name != "pressmark-source"}
    if any(wrote[name] != version for name, version in ours.items()):
        pytest.skip(f"other writers than those that wrote {DERIVED_BEFORE.name}: {ours}")
    now = (built / DERIVED_LIST).read_text("utf-8").splitlines()
    may_differ = re.compile(r"# pressmark-source .*|# the lines above: .*|\w+  [^/]+\.duckdb")
    assert [line for line in now if not may_differ.fullmatch(line)] == [
        line for line in before if not may_differ.fullmatch(line)
    ]
