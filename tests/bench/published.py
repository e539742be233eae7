"""Makes the project that is released twice: of its records one in a hundred changes."""

import json
import shutil
from pathlib import Path
from typing import Any

from tests.bench.made import descriptor, make_package, rewrite

CORRECTED = 100
"""One record in so many is another in the second version."""
TOLD: dict[str, Any] = {
    "title": "What is measured",
    "description": "Records that were made up.",
    "created": "2026-01-01T00:00:00Z",
    "licenses": [{"name": "CC0-1.0"}],
    "contributors": [{"title": "Nobody", "roles": ["creator", "publisher"]}],
}
"""What is written of a package that is cited."""
SECOND = "1.1.0"


def make_project(place: Path, records: int, made: Path) -> None:
    """Make a project of the measured table that was never released, in an empty folder."""
    shutil.rmtree(place, ignore_errors=True)
    source = make_package(made, records).parent
    (place / "datapackage/records").mkdir(parents=True)
    document = {**descriptor(), **TOLD}
    for resource in document["resources"]:
        shutil.copy(source / resource["path"], place / "datapackage/records")
        resource["path"] = f"datapackage/records/{resource['path']}"
    write_descriptor(place, document)


def make_revised(place: Path, first: Path) -> None:
    """Make of a project whose first version was released one whose second can be."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(first, place)
    path = place / "datapackage/datapackage.yaml"
    write_descriptor(place, {**json.loads(path.read_text("utf-8")), "version": SECOND})
    records = place / "datapackage/records/records.csv"
    with (
        (first / "datapackage/records/records.csv").open(encoding="utf-8", newline="") as old,
        records.open("w", encoding="utf-8", newline="") as new,
    ):
        new.writelines(map(revise, old))


def revise(line: str) -> str:
    """Turn the truth of one record in a hundred around; other lines of a record have no number."""
    number, _, _ = line.partition(",")
    changes = number.isdigit() and int(number) % CORRECTED == 1
    return rewrite(int(number), line) if changes else line


def write_descriptor(place: Path, document: dict[str, Any]) -> None:
    """Write a project's descriptor: JSON is YAML, too."""
    text = json.dumps(document, indent=1)
    (place / "datapackage/datapackage.yaml").write_text(text, encoding="utf-8")
