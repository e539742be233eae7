"""A format is one module and one line: added so to a copy of the tool, it is there everywhere."""

import inspect
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pressmark.files.manifest import read_manifest, sha256_of
from pressmark.formats import FORMATS, Format
from tests.verify.releases import write_small_project

ROOT = Path(__file__).parent.parent
TOOL = Path(inspect.getfile(Format)).parents[1]
NAME = Format.__module__.partition(".")[0]
MODULE = '''
"""JSON lines, one file a table: an object a record, every value as text."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from {name}.package import Package, Table
from {name}.formats.format import Batches, Format, Ready
from {name}.formats.reading import UnreadableFileError, refuse_other_columns
from {name}.engine.tables import typed_batches


def write(ready: Ready, folder: Path) -> None:
    (folder / "lines").mkdir()
    for each in ready.stored:
        names = [field.name for field in each.table.schema.fields]
        with (folder / JSON_LINES.path(ready.package, each.table.name)).open("w") as file:
            for batch in typed_batches(each, ready.engine):
                for row in zip(*(column.to_pylist() for column in batch.columns)):
                    texts = (None if value is None else str(value) for value in row)
                    file.write(json.dumps(dict(zip(names, texts))) + "\\n")


def read(package: Package, folder: Path) -> Iterator[tuple[Table, Batches]]:
    for table in package.tables:
        yield table, batches(table, folder / JSON_LINES.path(package, table.name))


def batches(table: Table, path: Path) -> Batches:
    names = tuple(field.name for field in table.schema.fields)
    try:
        rows = [json.loads(line) for line in path.read_text().splitlines()]
    except ValueError as error:
        raise UnreadableFileError(str(error)) from None
    for row in rows:
        refuse_other_columns(table, tuple(row))
    columns = [pa.array([row[name] for row in rows], pa.string()) for name in names]
    yield pa.RecordBatch.from_arrays(columns, [f"c{{n}}" for n in range(len(names))])


JSON_LINES = Format(
    "JSON lines", "lines/{{table}}.jsonl", "application/jsonl", "Table, JSON lines", write, read,
    libraries=("httpx",),
)
'''
SITE = """
import json, sys
from tests.cited.conftest import visited
from pathlib import Path

with visited(Path(sys.argv[1])) as visitor:
    file = visitor.get("/releases/1.0.0/lines/things.jsonl")
    page = visitor.text("/releases/1.0.0/")
    front = visitor.text("/")
row = next(part for part in page.split("<tr>") if "lines/things.jsonl" in part)
print(json.dumps({"status": file.status_code, "type": file.headers["content-type"],
                  "saved": file.headers["content-disposition"], "text": file.text,
                  "titled": "Table, JSON lines" in row, "counted": "<div>2</div>" in row,
                  "front": "as CSV, Parquet and JSON lines" in front}))
"""


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the tool and add a format: a module, and its name in the registry."""
    folder = tmp_path_factory.mktemp("tool")
    shutil.copytree(TOOL, folder / NAME, ignore=shutil.ignore_patterns("__pycache__"))
    formats = folder / NAME / "formats"
    (formats / "json_lines.py").write_text(MODULE.format(name=NAME), "utf-8")
    registry = formats / "__init__.py"
    text = registry.read_text("utf-8")
    last = "    PARQUET,\n)\n"
    assert text.count(last) == 1
    text = text.replace(last, "    PARQUET,\n    JSON_LINES,\n)\n")
    line = f"from {NAME}.formats.json_lines import JSON_LINES\n"
    registry.write_text(text.replace("\nfrom ", f"\n{line}from ", 1), "utf-8")
    return folder


def run(tool: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Run Python with that tool in place of the real one."""
    paths = os.pathsep.join(map(str, (tool, ROOT)))
    return subprocess.run([sys.executable, *map(str, words)], cwd=tool, text=True,
                          env={**os.environ, "PYTHONPATH": paths},
                          capture_output=True, check=False)  # fmt: skip


@pytest.fixture(scope="module")
def project(tool: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a project with it, and show it once, so that its derived files are there."""
    folder = write_small_project(tmp_path_factory.mktemp("toy") / "project")
    done = run(tool, "-m", NAME, "release", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def shown(tool: Path, project: Path) -> dict[str, object]:
    """What a visitor of the site sees of the format."""
    done = run(tool, "-c", SITE, project)
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


LINES = '{"key": "a", "size": "1", "day": "2021-05-18"}\n{"key": "b", "size": "2", "day": null}\n'


def test_it_is_offered_with_its_type_and_title(shown: dict[str, object]) -> None:
    assert shown == {
        "status": 200,
        "type": "application/jsonl",
        "saved": 'attachment; filename="things.jsonl"',
        "text": LINES,
        "titled": True,
        "counted": True,
        "front": True,
    }


@pytest.mark.usefixtures("shown")
def test_it_is_built_listed_and_its_writers_named(project: Path) -> None:
    folder = project / "build/releases/1.0.0"
    listed = (folder / "derived-sha256.txt").read_text("utf-8")
    path = folder / "lines/things.jsonl"
    assert path.read_text("utf-8") == LINES
    assert read_manifest(listed)["lines/things.jsonl"] == sha256_of(path)
    assert "\n# httpx " in listed
    assert not (project / "datapackage/releases/1.0.0/lines").exists()


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(
    ("text", "state", "sentence"),
    [
        (LINES, "ok", "JSON lines: the same content, digest by digest"),
        (LINES.replace('"2"', '"3"'), "failed", "JSON lines: not the content of the CSV"),
        (LINES[:-3], "failed", "JSON lines: cannot be read: "),
        (LINES.replace("size", "length"), "failed", "JSON lines: cannot be read: the columns of"),
    ],
)
def test_its_content_is_verified(  # noqa: PLR0913, PLR0917 - fixtures
    text: str, state: str, sentence: str, tool: Path, project: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(project, tmp_path / "project")
    folder = copy / "build/releases/1.0.0"
    (folder / "lines/things.jsonl").write_text(text, "utf-8")
    relist = f"from tests.verify.test_verify import relisted\nrelisted(Path({str(folder)!r}))"
    assert run(tool, "-c", f"from pathlib import Path\n{relist}").returncode == 0
    done = run(tool, "-m", NAME, "verify", "1.0.0", "--project", copy, "--json")
    assert done.returncode == (state == "failed"), done.stderr
    checks = [each for each in json.loads(done.stdout)["checks"] if each["check"] == "content"]
    said = {each["message"]: each["state"] for each in checks}
    assert [said[each] for each in said if each.startswith(sentence)] == [state]


def test_a_release_of_before_it_is_proven_as_before(tool: Path) -> None:
    done = run(tool, "-m", NAME, "verify", ROOT / "datapackage/releases/1.0.0", "--trust-rules")
    assert done.returncode == 0, done.stdout


def test_no_two_formats_are_taken_for_each_other() -> None:
    for names in (
        [each.name for each in FORMATS],
        [each.file for each in FORMATS],
        [each.title for each in FORMATS],
    ):
        assert len(set(names)) == len(names)
