"""What many machines wrote is read by everything that reads a release."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from pressmark.api import compare, validate, verify
from pressmark.apply import Applied, apply
from pressmark.citation.provable import read_provable
from pressmark.compare import compare as compare_sides
from pressmark.compare import write_changes_csv
from pressmark.engine.connection import Engine
from pressmark.errors import ReleaseError
from pressmark.export.lake import refuse_without_parquet
from pressmark.formats import PARQUET
from pressmark.package import Package
from pressmark.package.project import read_project
from pressmark.releases.canonical import write_released
from pressmark.validate import hide_progress
from pressmark.verify.contents import check_csv
from tests.packages import write_package

from .built import DESCRIPTOR, build_by_many
from .drawn import draw_tables

PARTS = 5


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Package, Package]:
    """Give what one machine wrote and what many built, which nobody changes."""
    folder = tmp_path_factory.mktemp("both")
    package = read_project(write_package(folder, draw_tables(3)))
    one = write_released(package, folder / "one", hide_progress)
    assert isinstance(one, Package)
    assert build_by_many(package, folder / "many", PARTS).valid
    return one, read_project(folder / "many" / DESCRIPTOR)


def test_a_record_of_any_part_is_proven_as_that_of_one_file(both: tuple[Package, Package]) -> None:
    one, many = (read_provable(each.table("keyed")) for each in both)
    assert len(many.files) == PARTS
    for number in range(-40, 60, 7):
        found = one.find((str(number), "z"))
        assert found is not None
        assert many.find((str(number), "z")) == found
    assert many.find(("60", "z")) is None


def test_a_part_that_was_changed_is_found(both: tuple[Package, Package], tmp_path: Path) -> None:
    shutil.copytree(both[1].root, tmp_path / "many")
    path = tmp_path / "many/data/keyed.csv/part-00003.csv"
    path.write_bytes(path.read_bytes().replace(b"alpha", b"alphA", 1))
    found = verify(tmp_path / "many")
    failed = [each for each in found.checks if each.state == "failed"]
    assert [each.details for each in failed] == [(f"changed: {path.relative_to(found.release)}",)]
    wrong = check_csv(read_project(tmp_path / "many" / DESCRIPTOR)).details
    assert wrong[1] == "keyed: its records have another tree"
    assert wrong[0].startswith("keyed: part-00001.csv, part-00002.csv, ")
    report = validate(tmp_path / "many" / DESCRIPTOR)
    assert report.counts == {"file.hash": 1}
    with pytest.raises(ReleaseError, match="is not what was published"):
        read_provable(read_project(tmp_path / "many" / DESCRIPTOR).table("keyed"))


def test_python_alone_checks_the_parts(both: tuple[Package, Package], tmp_path: Path) -> None:
    shutil.copytree(both[1].root, tmp_path / "many")

    def check() -> subprocess.CompletedProcess[str]:
        words = [sys.executable, str(tmp_path / "many/verify.py")]
        return subprocess.run(words, capture_output=True, text=True, check=False)

    assert check().returncode == 0
    document = json.loads((tmp_path / "many" / DESCRIPTOR).read_text())
    paths = document["resources"][0]["path"]
    assert len(paths) == PARTS
    (tmp_path / "many" / paths[1]).unlink()
    found = check()
    assert (found.returncode, f"missing: {paths[1]}" in found.stdout) == (1, True)


def test_changes_lead_from_parts_to_the_next_release(
    both: tuple[Package, Package], tmp_path: Path
) -> None:
    tables = draw_tables(3)
    tables["keyed"] = (tables["keyed"][0], tables["keyed"][1] + "99,new,,,\n")
    package = read_project(write_package(tmp_path, tables, version="1.1.0"))
    new = write_released(package, tmp_path / "new", hide_progress)
    assert isinstance(new, Package)
    with Engine() as engine:
        changes = "".join(write_changes_csv(compare_sides(both[1], new, engine), engine))
    (tmp_path / "changes.csv").write_text(changes)
    made = apply(both[1], tmp_path / "changes.csv", tmp_path / "made")
    assert isinstance(made, Applied)
    assert made.wrong == ()
    for path in (tmp_path / "new/data").iterdir():
        assert (tmp_path / "made/data" / path.name).read_bytes() == path.read_bytes()
    assert compare(both[1], new).level == "minor"


def test_what_reads_one_file_of_a_table_is_told_of_the_parts(
    both: tuple[Package, Package],
) -> None:
    many = both[1].root
    page = (many / "codebook.md").read_text()
    assert "`data/keyed.csv/part-00001.csv` to `data/keyed.csv/part-00005.csv`" in page
    assert '"data/one.csv"' in page
    assert '"data/keyed.csv"' not in page
    for name in ("croissant.json", "dcat.jsonld", "schema-org.jsonld"):
        text = (many / name).read_text()
        assert '"data/keyed.csv/part-00005.csv"' in text
        assert '"data/keyed.csv"' not in text
    assert (many / "codebook.csv").read_bytes() == (both[0].root / "codebook.csv").read_bytes()


def test_of_parts_no_lake_is_made(both: tuple[Package, Package]) -> None:
    files = [SimpleNamespace(name=name) for name in PARQUET.paths(both[1])]
    served = SimpleNamespace(package=both[1], version="1.0.0", files=files)
    with pytest.raises(ReleaseError, match=r"has tables in parts: 1\.0\.0"):
        refuse_without_parquet([served])  # type: ignore[list-item]
