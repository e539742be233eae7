"""`pressmark docs` says where the pages stand, and opens nothing."""

import json
from pathlib import Path

import pytest

from pressmark.cli.documentation import PACKAGE, find_pages, read_title
from pressmark.cli.documentation import docs as command
from pressmark.errors import MachineError
from tests.docs import DOCS
from tests.extending import run


def test_it_lists_every_page_with_its_title() -> None:
    done = run(PACKAGE.parent, "-m", "pressmark", "docs")
    first, *lines = done.stdout.splitlines()
    assert Path(first) == DOCS
    listed = dict(line.split(maxsplit=1) for line in lines)
    assert listed == {
        path.relative_to(DOCS).as_posix(): read_title(path) for path in DOCS.rglob("*.md")
    }
    assert listed["reference/rules.md"] == "The rules"


def test_it_tells_a_program_too() -> None:
    told = json.loads(run(PACKAGE.parent, "-m", "pressmark", "docs", "--json").stdout)
    assert Path(told["place"]) == DOCS
    assert {"path": "extending.md", "title": "Extending"} in told["pages"]


def test_the_pages_of_an_install_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "docs"
    monkeypatch.setattr("pressmark.cli.documentation.PLACES", (installed, DOCS))
    assert find_pages() == DOCS
    installed.mkdir()
    (installed / "README.md").write_text("# Documentation\n", "utf-8")
    assert find_pages() == installed
    monkeypatch.setattr("pressmark.cli.documentation.PLACES", (tmp_path / "none",))
    with pytest.raises(MachineError, match="holds no documentation"):
        command(as_json=False)
