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
from tests.walk import Block, amend, blocks

PAGE = DOCS / "tutorial/first-dataset.md"
FAILS = re.compile(r"exits with (\d)")


def pressmark(command: str, *more: str) -> list[str]:
    """Give the words of a command, run by this Python."""
    name, *words = shlex.split(command)
    assert name == "pressmark"
    return [sys.executable, "-m", "pressmark", *words, *more]


def run(block: Block, folder: Path) -> str:
    """Run the commands of a block in a folder; give what they said."""
    fails = FAILS.fullmatch(block.words)
    said = []
    for command in block.commands:
        if command == "pressmark serve":
            said.append(served(command, folder))
            continue
        done = subprocess.run(
            pressmark(command), cwd=folder, check=False, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert done.returncode == (int(fails[1]) if fails else 0), f"{command}\n{done.stdout}"
        said.append(done.stdout)
    return "".join(said)


def served(command: str, folder: Path) -> str:
    """Serve until the front page was read, and give that."""
    with subprocess.Popen(
        pressmark(command, "--port", "0"), cwd=folder, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            with urllib.request.urlopen(address) as answer:
                text: str = answer.read().decode()
        finally:
            os.kill(process.pid, signal.SIGINT)
    return text


def test_the_tutorial_is_right_as_it_stands(tmp_path: Path) -> None:
    said = ""
    for block in blocks(PAGE):
        if block.is_file:
            block.write(tmp_path)
        elif block.commands:
            said = run(block, tmp_path)
        else:
            assert block.language == "text" and block.text in said, f"{block.text}\n{said}"
    assert "Visits to two museums" in said
    assert '\nversion: "1.1.0"\n' in (tmp_path / "datapackage/datapackage.yaml").read_text("utf-8")


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
