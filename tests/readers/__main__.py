"""Read each release of the register with each program, and say what differs; 1 where any does.

`python -m tests.readers FOLDER` takes the environments that `make check-readers` has made there.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pressmark.package.project import read_project
from pressmark.releases.build import build
from tests.made_once import derived_once
from tests.readers.comparing import Answer, differences
from tests.readers.reading import descriptor_of, fields_of, in_kind, table_digest

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent
ENVIRONMENTS = {
    "": ("sqlite3", "apsw", "duckdb", "pyarrow"),
    "duckdb-1.1": ("duckdb",),
    "duckdb-1.5": ("duckdb",),
    "frames": ("pandas", "polars"),
}
"""Which programs are asked in which environment; the first is that of the project."""
R_CLASSES = {"boolean": "logical", "date": "Date", "integer": "integer", "number": "numeric"}


def main(words: list[str]) -> None:
    """Make the releases, ask every program, and compare."""
    environments = Path(words[0])
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="readers-") as place:
        folders = list(releases(Path(place)))
        asked = [*by_python(environments, folders), *by_r(Path(place), folders)]
        for number, folder in enumerate(folders):
            answers = [answers[number] for answers in asked]
            found = [f"{folder.name}: {each}" for each in differences(folder, answers)]
            for each in answers:
                tell(f"{folder.name}: {each.program} {each.version} found {len(each.said)} things")
            wrong += found
    if wrong:
        sys.exit("\n".join(wrong))
    tell(f"{len(asked)} readers found the same in {len(folders)} releases")


def releases(place: Path) -> Iterator[Path]:
    """Derive every published release, and build that of today."""
    for published in sorted((ROOT / "datapackage/releases").glob("*/datapackage.json")):
        folder = shutil.copytree(published.parent, place / published.parent.name)
        held = derived_once(folder)
        shutil.copytree(held.folder, folder, dirs_exist_ok=True)
        yield folder
    package = read_project(ROOT)
    if not (place / package.version).exists():
        build(package, place / package.version)
        yield place / package.version


def by_python(environments: Path, folders: list[Path]) -> Iterator[list[Answer]]:
    """Ask each program of each environment."""
    for name, programs in ENVIRONMENTS.items():
        python = environments / name / "bin/python" if name else Path(sys.executable)
        for program in programs:
            words = [str(python), str(HERE / "reading.py"), program, *map(str, folders)]
            answer = json.loads(output(words))
            yield [Answer(program, answer["version"], said) for said in answer["found"]]


def by_r(place: Path, folders: list[Path]) -> Iterator[list[Answer]]:
    """Ask R to read every table and write it again; nothing where there is none."""
    program = shutil.which("Rscript")
    if not program:
        if os.environ.get("CI"):
            sys.exit("there is no Rscript, and .ci/run installs it")
        tell("R was not asked: there is no Rscript")
        return
    answers = []
    for folder in folders:
        tables = descriptor_of(folder)["resources"]
        told, written = place / "told.tsv", place / f"{folder.name}-by-r"
        written.mkdir()
        told.write_text(
            "".join(
                f"{table['name']}\t{R_CLASSES.get(field['type'], 'character')}\n"
                for table in tables
                for field in fields_of(table)
            ),
            "utf-8",
        )
        version = output([program, str(HERE / "read.R"), str(told), str(folder), str(written)])
        said = {}
        for table in tables:
            with (written / f"{table['name']}.csv").open(encoding="utf-8", newline="") as file:
                _, *rows = csv.reader(file)
            said[in_kind("CSV", table)] = table_digest(table, map(tuple, rows))
        answers.append(Answer("R", version, said))
    yield answers


def output(words: list[str]) -> str:
    """Run a program and give what it printed; it must succeed."""
    answer = subprocess.run(
        words,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": ""},
    )
    if answer.returncode:
        sys.exit(f"{' '.join(words)}\n{answer.stdout}{answer.stderr}")
    return answer.stdout.strip()


def tell(line: str) -> None:
    """Print a line of the result."""
    print(line)  # noqa: T201 - it is what this command is for


if __name__ == "__main__":
    main(sys.argv[1:])
