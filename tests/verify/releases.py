"""Releases to be verified: published in a project of their own, with derived files beside."""

from pathlib import Path

from pressmark.package.project import read_project
from pressmark.publish.release import release
from pressmark.verify import Verification
from tests.packages import write_project

SCHEMA = """
fields:
  - {name: key, type: string}
  - {name: size, type: integer}
  - {name: day, type: date}
primaryKey: [key]
"""
TEXT = "key,size,day\na,1,2021-05-18\nb,2,\n"
EXTRA = {
    "schemas/rules/small.sql": "-- table: things\n-- key: key\n-- message: too big\n"
    "select key from things where size > 100",
    "datapackage/views/sizes.sql": "-- title: Sizes\nselect key, size from things",
    "datapackage/queries/biggest.sql": "-- title: Biggest\n"
    "select key from things order by size desc, key",
    "datapackage/notes/1.0.0.md": "# One\n\nThe first.\n",
}


def write_small_project(folder: Path, text: str = TEXT) -> Path:
    """Write a project with one table, a rule, a view and a query."""
    return write_project(folder, {"things": (SCHEMA, text)}, EXTRA)


def set_version(project: Path, version: str) -> None:
    """Give the package another version."""
    path = project / "datapackage/datapackage.yaml"
    lines = path.read_text("utf-8").splitlines()
    changed = (f'version: "{version}"' if each.startswith("version") else each for each in lines)
    path.write_text("\n".join(changed) + "\n", encoding="utf-8")


def publish(project: Path, *, key: Path | None = None) -> Path:
    """Publish the project, whose derived files stay where `serve` looks; give the folder."""
    package = read_project(project)
    published = release(package, date="2026-11-22", key=key)
    assert published.version and package.releases, published.report.findings
    return package.releases / published.version


def failures(found: Verification) -> list[str]:
    """Name the checks that failed, each with its first detail."""
    return [
        ": ".join((check.name, *check.details[:1]))
        for check in found.checks
        if check.state == "failed"
    ]


def states(found: Verification, name: str) -> list[str]:
    """Give the states of the checks of a name."""
    return [check.state for check in found.checks if check.name == name]


def sentences(found: Verification, name: str) -> str:
    """Give what the checks of a name say."""
    said = (" ".join((check.sentence, *check.details)) for check in found.checks
            if check.name == name)  # fmt: skip
    return "\n".join(said)
