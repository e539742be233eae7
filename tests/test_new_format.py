"""A format is one module and one line: added as the docs say, it is there everywhere."""

import json
import shutil
from pathlib import Path

import pytest

from pressmark.files.manifest import hash_file, read_manifest
from pressmark.formats import FORMATS
from tests.extending import ROOT, command, run, write_extended_tool
from tests.made_once import make_once
from tests.verify.releases import write_small_project
from tests.verify.test_verify import relisted

SITE = """
import json, sys
from tests.citation.conftest import visited
from pathlib import Path

with visited(Path(sys.argv[1])) as visitor:
    file = visitor.get("/releases/1.0.0/lines/things.jsonl")
    page = visitor.text("/releases/1.0.0/")
    front = visitor.text("/")
row = next(part for part in page.split("<li>") if "lines/things.jsonl" in part)
print(json.dumps({"status": file.status_code, "type": file.headers["content-type"],
                  "saved": file.headers["content-disposition"], "text": file.text,
                  "titled": "Table, JSON lines" in row, "counted": "2 records" in row,
                  "front": "as CSV, Parquet and JSON lines" in front}))
"""


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_once(tmp_path_factory, "tool", write_extended_tool)


@pytest.fixture(scope="module")
def project(tool: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a project with it, and show it once, so that its derived files are there."""
    folder = write_small_project(tmp_path_factory.mktemp("toy") / "project")
    done = command(tool, "release", folder, "--without", "license,creator")
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
    assert read_manifest(listed)["lines/things.jsonl"] == hash_file(path)
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
    relisted(folder)
    done = command(tool, "verify", "1.0.0", "--project", copy, "--json")
    assert done.returncode == (state == "failed"), done.stderr
    checks = [each for each in json.loads(done.stdout)["checks"] if each["check"] == "content"]
    said = {each["message"]: each["state"] for each in checks}
    assert [said[each] for each in said if each.startswith(sentence)] == [state]


def test_a_release_of_before_it_is_proven_as_before(tool: Path) -> None:
    done = command(tool, "verify", ROOT / "datapackage/releases/1.0.0", "--trust-rules")
    assert done.returncode == 0, done.stdout


def test_no_two_formats_are_taken_for_each_other() -> None:
    for names in (
        [each.name for each in FORMATS],
        [each.file for each in FORMATS],
        [each.title for each in FORMATS],
    ):
        assert len(set(names)) == len(names)
