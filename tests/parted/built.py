"""One package built by one machine and by many, and what must be the same."""

import random
import shutil
from pathlib import Path

from pressmark.api import compare, verify
from pressmark.engines.work import Machines
from pressmark.files.manifest import hash_files
from pressmark.package import Package
from pressmark.package.digests import read_content_digest, read_table_digests
from pressmark.package.own import TREE
from pressmark.package.project import read_project
from pressmark.parted.build_on import Size, build_on
from pressmark.releases.canonical import write_released
from pressmark.report import Report
from pressmark.validate import hide_progress
from tests.engines.compared import measure
from tests.engines.partitions import Partitions

DESCRIPTOR = "datapackage.json"


def build_by_many(
    package: Package, output: Path, number: int, cluster: Machines | None = None
) -> Report:
    """Build a package of about so many portions and parts."""
    size = max(1, measure(package) // number)
    machines = cluster or Partitions(random.Random(number))  # noqa: S311 - an order
    return build_on(
        machines, package, output, limit=3, progress=hide_progress, size=Size(size, size)
    )


def find_differences(
    path: Path, folder: Path, number: int, cluster: Machines | None = None
) -> list[str]:
    """Build a package in both ways, and say what of the two is not the same; nothing if all is."""
    package = read_project(path)
    report = build_by_many(package, folder / "many", number, cluster)
    shutil.rmtree(folder / "one", ignore_errors=True)
    one = write_released(package, folder / "one", hide_progress)
    assert report.valid and isinstance(one, Package)
    many = read_project(folder / "many" / DESCRIPTOR)
    found = []
    if read_content_digest(one.descriptor) != read_content_digest(many.descriptor):
        found.append("content digest")
    if read_table_digests(one) != read_table_digests(many):
        found.append("digests of tables")
    for each, other in zip(one.tables, many.tables, strict=True):
        if hash_files(each.paths) != hash_files(other.paths):
            found.append(f"the text of {each.name}")
        if TREE.of(each.resource) != TREE.of(other.resource):
            found.append(f"the tree of {each.name}")
    changes = compare(folder / "one" / DESCRIPTOR, many)
    verified = verify(folder / "many")
    found += [] if changes.level is None else [f"a change: {changes.level}"]
    return found + ([] if verified.valid else [verified.text()])


def count_parts(folder: Path) -> dict[str, int]:
    """Count the files of each table that many machines wrote."""
    return {each.name: len(each.paths) for each in read_project(folder / DESCRIPTOR).tables}
