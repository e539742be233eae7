"""The older release and the changes make the newer one, byte for byte: for every two packages."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from pressmark.apply import Applied, apply
from pressmark.compare import MEMORY, compare, write_changes_csv
from pressmark.engine.connection import Engine
from pressmark.files.staging import write_text
from pressmark.package import Package
from tests.apply.made import Made, as_released, pairs


def files_of(package: Package) -> dict[str, bytes]:
    """Give the bytes of every table's file by its name."""
    return {path.name: path.read_bytes() for table in package.tables for path in table.paths}


def applied_to(old: Package, new: Package, folder: Path) -> dict[str, bytes]:
    """Write the changes, apply them, and give the bytes of every file that was made."""
    with Engine(memory=MEMORY) as engine:
        comparison = compare(old, new, engine, limit=3)
        write_text(folder / "changes.csv", write_changes_csv(comparison, engine))
    found = apply(old, folder / "changes.csv", folder / "made")
    assert isinstance(found, Applied)
    assert found.wrong == (), (folder / "changes.csv").read_text("utf-8")
    made = sorted((folder / "made").rglob("*.csv"))
    assert all(path.parent == folder / "made" / "data" for path in made)
    return {path.name: path.read_bytes() for path in made}


@pytest.mark.search
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(pairs())
def test_old_and_changes_make_new(two: tuple[dict[str, Made], dict[str, Made]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old, new = (as_released(folder / each, side) for each, side in zip("on", two, strict=True))
        assert applied_to(old, new, folder) == files_of(new)
