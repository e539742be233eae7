"""What earlier releases said, field by field, for the table `earlier_values`.

`python -m tests.earlier_values` writes `datapackage/records/earlier_values.csv` again from the
releases that the ledger names, other than the version that is being made. Run it after a release,
when the next version is begun; a test says when it is due.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from pressmark.package.project import read_project
from pressmark.releases.ledger import read_ledger

ROOT = Path(__file__).parent.parent
FIELDS = ("version", "record_table", "record_key", "field", "value")
TABLES = {
    "places": "place_id",
    "organizations": "org_id",
    "instruments": "instrument_id",
    "instrument_scopes": "scope_id",
    "events": "event_id",
    "incidents": "incident_id",
}
"""The tables that make statements about the world, each with its key."""


def read_table(path: Path) -> list[dict[str, str]]:
    """Read a CSV file of the register."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def said(root: Path) -> list[tuple[str, ...]]:
    """List every filled field of every earlier release, sorted by key."""
    package = read_project(root)
    assert package.releases is not None
    versions = [entry.version for entry in read_ledger(package.releases).published]
    rows = [
        row
        for version in versions
        if version != package.version
        for row in fields_of(package.releases / version / "data", version)
    ]
    return sorted(rows)


def fields_of(data: Path, version: str) -> Iterator[tuple[str, ...]]:
    """Give every filled field of one release."""
    for table, key in TABLES.items():
        for record in read_table(data / f"{table}.csv"):
            for field, value in record.items():
                if value and field != key:
                    yield version, table, record[key], field, value


def write(root: Path) -> None:
    """Write the table again."""
    path = root / "datapackage/records/earlier_values.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(said(root))


if __name__ == "__main__":
    write(ROOT)
