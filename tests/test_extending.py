"""`docs/extending.md` alone leads to a rule, a rendering, a metadata standard and a page.

`tests/test_new_format.py` tries its format.
"""

import json
import re
from pathlib import Path

import pytest

from tests.extending import PAGE, ROOT, command, run, write_extended_tool
from tests.made_once import make_once
from tests.packages import field, fields, write_package
from tests.verify.releases import write_small_project

SITE = """
import json, sys
from pathlib import Path
from tests.citation.conftest import visited

with visited(Path(sys.argv[1])) as visitor:
    page = visitor.get("/tables")
print(json.dumps({"status": page.status_code, "text": page.text}))
"""


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_once(tmp_path_factory, "tool", write_extended_tool)


@pytest.fixture(scope="module")
def project(tool: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a project with it."""
    folder = write_small_project(tmp_path_factory.mktemp("toy") / "project")
    done = command(tool, "release", folder, "--without", "license,creator")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def padded(tmp_path: Path) -> Path:
    """A package in which a cell ends with a blank."""
    return write_package(tmp_path, {"t": (fields(field("a")), "a\nx \ny\n")})


def test_the_rule_finds_what_it_says(tool: Path, padded: Path) -> None:
    done = command(tool, "validate", padded, "--json")
    (found,) = json.loads(done.stdout)["findings"]
    assert (found["rule"], found["severity"], found["line"]) == ("cell.padded", "warning", 2)
    assert found["message"] == '"x " in a begins or ends with a blank.'
    assert found["hint"] == 'Did you mean "x"? Otherwise take it out.'


def test_the_rule_breaks_its_example(tool: Path) -> None:
    words = ("-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", "--rootdir", str(ROOT))
    done = run(tool, *words, ROOT / "tests/validate/test_rule_examples.py", "-k", "cell.padded")
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout


def test_the_rendering_is_written(tool: Path, padded: Path) -> None:
    done = command(tool, "validate", padded, "--format", "lines")
    assert done.stdout == 't.csv:2: "x " in a begins or ends with a blank.\n'


def test_the_metadata_is_published_and_printed(tool: Path, project: Path) -> None:
    release = project / "datapackage/releases/1.0.0"
    text = (release / "citation.md").read_text("utf-8")
    assert text.endswith(", version 1.0.0\n")
    assert "  citation.md\n" in (release / "manifest-sha256.txt").read_text("utf-8")
    done = command(tool, "cite", "--project", project, "--format", "markdown")
    assert done.stdout == text


def test_the_page_is_served(tool: Path, project: Path) -> None:
    done = run(tool, "-c", SITE, project)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["status"] == 200 and "<li>1.0.0: 1</li>" in answer["text"]


def test_the_tables_of_the_reference_tell_of_it(tool: Path) -> None:
    done = run(tool, "-c", "from tests.docs import of_rules; print(*of_rules(), sep='\\n')")
    assert "| `cell.padded` | a warning: a text that begins or ends with a blank |" in done.stdout


def test_every_registry_that_the_page_names_is_there() -> None:
    named = re.findall(r"`([A-Z_]+)` \(`([a-z_/]+\.py)`\)", PAGE.read_text("utf-8"))
    assert len(named) >= 12
    for name, file in named:
        text = (ROOT / "pipeline/pressmark" / file).read_text("utf-8")
        assert re.search(rf"^{name}(: [^=]+)? = ", text, re.MULTILINE), f"{name} in {file}"
