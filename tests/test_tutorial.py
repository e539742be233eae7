"""The tutorial, step by step as its reader does it; and no page runs what its reader may not."""

import os
import re
import shlex
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.docs import DOCS
from tests.walk import Block, amend, blocks, run_here

PAGE = DOCS / "tutorial/first-dataset.md"
FAILS = re.compile(r"exits with (\d)")


def pressmark(command: str, *more: str, python: str) -> list[str]:
    """Give the words of a command, run by a Python."""
    name, *words = shlex.split(command)
    assert name == "pressmark"
    return [python, "-m", "pressmark", *words, *more]


def moved(block: Block, folder: Path) -> Path:
    """Give the folder in which a reader is behind a block: another one after `cd`."""
    begun = block.text.strip().partition("cd ")
    return folder / begun[2] if block.language == "sh" and not begun[0] else folder


def walk(folder: Path, python: str | None = None, *, serves: bool = True) -> str:
    """Do in an empty folder what the page says, here or by a Python; give what was said last.

    AssertionError where a command ends otherwise, or says something else. Without the site, which
    a bare wheel lacks, nothing is served.
    """
    said, place = "", folder
    for block in blocks(PAGE):
        if block.is_file:
            block.write(place)
        elif moved(block, place) != place:
            place = moved(block, place)
        elif block.commands:
            said = run(block, place, python, serves=serves)
        else:
            assert block.language == "text" and block.text in said, f"{block.text}\n{said}"
    return said


def run(block: Block, folder: Path, python: str | None = None, *, serves: bool = True) -> str:
    """Run the commands of a block in a folder, here or by a Python; give what they said."""
    fails = FAILS.fullmatch(block.words)
    said = []
    for command in block.commands:
        if command == "pressmark serve":
            said.append(served(command, folder) if serves else "")
            continue
        done = run_here(command, folder) if python is None else subprocess.run(
            pressmark(command, python=python), cwd=folder, check=False, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert done.returncode == (int(fails[1]) if fails else 0), f"{command}\n{done.stdout}"
        said.append(done.stdout)
    return "".join(said)


def served(command: str, folder: Path) -> str:
    """Serve until the front page was read, and give that."""
    with subprocess.Popen(
        pressmark(command, "--port", "0", python=sys.executable),
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            with urllib.request.urlopen(address) as answer:
                text: str = answer.read().decode()
        finally:
            os.kill(process.pid, signal.SIGINT)
    return text


@pytest.mark.command
def test_the_tutorial_is_right_as_it_stands(tmp_path: Path) -> None:
    said = walk(tmp_path)
    assert "Visits to two museums" in said
    written = (tmp_path / "museum-visits/datapackage/datapackage.yaml").read_text("utf-8")
    assert '\nversion: "1.1.0"\n' in written and "first release needs" not in written


@pytest.mark.command
def test_an_answer_that_the_page_makes_up_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```sh exits with 2\npressmark validate nowhere\n```\n", "utf-8")
    (block,) = blocks(page)
    assert "nowhere" in run(block, tmp_path)
    with pytest.raises(AssertionError, match="validate nowhere"):
        run(Block("sh", "", block.text), tmp_path)


def test_lines_are_put_beside_those_that_are_there_once() -> None:
    assert amend("x\na\nb\n", " a\n+c\n b\n") == "x\na\nc\nb\n"
    assert amend("x\na\n", "+c\n a\n") == "x\nc\na\n"
    for text in ("x\na\na\n", "x\nab\n", "x\n"):
        with pytest.raises(ValueError, match="once"):
            amend(text, " a\n+c\n")
