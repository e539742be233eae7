"""What is told of a release and stops nothing, and what is not told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pressmark.package.project import read_project
from pressmark.publish.release import rehearse, release
from tests.cli.test_command import run
from tests.packages import write_project

SCHEMA = """
fields:
  - {name: id, type: integer}
  - {name: name, type: string}
  - {name: day, type: date}
  - {name: size, type: number}
primaryKey: [id]
"""
Records = list[tuple[int, str, str, float]]
FIRST: Records = [
    (number, f"Name {number * 7919 % 997}", f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
     number * 37 % 101 / 4) for number in range(40)
]  # fmt: skip
ALL = "all dates may have moved by"
ORDER = sorted(FIRST, key=lambda each: each[1])


def write(project: Path, records: Records, version: str) -> None:
    """Write the records and the version of a project."""
    lines = (",".join(map(str, each)) for each in records)
    text = "\n".join(["id,name,day,size", *lines, ""])
    (project / "datapackage/records/t.csv").write_text(text, "utf-8")
    descriptor = project / "datapackage/datapackage.yaml"
    written = descriptor.read_text("utf-8").splitlines()
    found = (f'version: "{version}"' if each.startswith("version") else each for each in written)
    descriptor.write_text("\n".join([*found, ""]), "utf-8")


def change(place: int, to: Callable[[tuple[int, str, str, float]], object]) -> Records:
    """Change one field of all records."""
    return [(*each[:place], to(each), *each[place + 1 :]) for each in FIRST]  # type: ignore[misc]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of which 1.0.0 is published."""
    folder = write_project(tmp_path_factory.mktemp("odd") / "project", {"t": (SCHEMA, "id\n")})
    write(folder, FIRST, "1.0.0")
    release(read_project(folder), date="2026-11-01")
    return folder


@pytest.mark.parametrize(
    ("records", "told"),
    [
        (change(2, lambda each: f"2028{each[2][4:]}"),
         [f"t.day: 2024-01-01 to 2024-12-24 became 2028-01-01 to 2028-12-24: {ALL} +4 years"]),
        (change(2, lambda each: f"2024-0{int(each[2][5:7]) % 9 + 1}-{each[2][8:]}"), []),
        ([(each[0], *FIRST[(place + 11) % 40][1:]) for place, each in enumerate(FIRST)],
         ["t: most records have the values of others; were their keys numbered anew?"]),
        ([(*each[:1], other[1], *each[2:]) for each, other in zip(FIRST, ORDER, strict=True)],
         ["t.name: most values stand in other records; was the column sorted by itself?"]),
        (change(1, lambda each: f"{each[1]}!"), []),
        (change(3, lambda each: each[3] + each[0] % 2), []),
    ],
    ids=["years", "other days", "renumbered", "sorted", "texts", "numbers"],
)  # fmt: skip
def test_what_looks_odd_is_told(project: Path, records: Records, told: list[str]) -> None:
    write(project, records, "1.0.1")
    made = rehearse(read_project(project), date="2026-11-02")
    assert made.new and [each.sentence for each in made.odd] == told


def test_a_release_tells_it_and_publishes(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, FIRST[:27], "2.0.0")
    words = ("release", project, "--dry-run", "--withdraw-missing", "Gone.")
    said = "13 of 40 records are lost (32.5 %); up to 50 % pass, for no maxLoss is said"
    code, out, err = run(*words, capsys=capsys)
    assert code == 0 and "would be published" in out and f"looks odd: t: {said}\n" in err
    descriptor = project / "datapackage/datapackage.yaml"
    text = descriptor.read_text("utf-8")
    descriptor.write_text(f"{text}pressmark:expect: {{maxLoss: 40 %}}\n", "utf-8")
    assert "looks odd" not in run(*words, capsys=capsys)[2]
    descriptor.write_text(text, "utf-8")
