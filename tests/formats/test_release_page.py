"""docs/reference/release.md says how values are written, and that is how they are written."""

import csv
import json
import re
from pathlib import Path

from pressmark.package.project import read_project
from pressmark.releases.build import build
from tests.packages import write_project

PAGE = (Path(__file__).parent.parent.parent / "docs/reference/release.md").read_text("utf-8")
ROWS = [
    (json.loads(field), written, released)
    for field, written, released in re.findall(
        r"^\| `(\{.*?\})` \| `(.*?)` \| `(.*?)` \|$", PAGE, re.MULTILINE
    )
]


def test_every_value_is_written_as_the_page_says(tmp_path: Path) -> None:
    fields = [{"name": f"f{number}", **field} for number, (field, _, _) in enumerate(ROWS)]
    path = tmp_path / "cells.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow([each["name"] for each in fields])
        lines.writerow([written for _, written, _ in ROWS])
    folder = write_project(
        tmp_path / "project", {"t": (json.dumps({"fields": fields}), path.read_text("utf-8"))}
    )
    report = build(read_project(folder), tmp_path / "built")
    assert report.valid, report.findings
    with (tmp_path / "built/data/t.csv").open(newline="", encoding="utf-8") as file:
        _, record = csv.reader(file)
    assert record == [released for _, _, released in ROWS]


def test_all_types_are_on_the_page_but_those_of_shapes() -> None:
    assert len({field["type"] for field, _, _ in ROWS}) == 15
