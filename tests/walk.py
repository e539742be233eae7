"""What a page of the documentation tells its reader to write and to run, block by block."""

import io
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

from pressmark import cli

BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the words behind it (a file, say), and its text."""

    language: str
    words: str
    text: str

    @property
    def is_file(self) -> bool:
        """Whether it is what a file holds, whose name stands behind the language."""
        is_script = self.language == "sh" and self.words.endswith(".sh")
        return bool(self.words) and (is_script or self.language not in ("sh", "text", "diff"))

    @property
    def commands(self) -> tuple[str, ...]:
        """The commands of the block, one a line; those with a backslash go on in the next."""
        if self.language != "sh" or self.is_file:
            return ()
        return tuple(filter(str.strip, self.text.replace("\\\n", " ").splitlines()))

    def write(self, folder: Path) -> None:
        """Write the file."""
        path = folder / self.words
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text, encoding="utf-8")


def blocks(page: Path) -> Iterator[Block]:
    """Give every block of a page, in its order."""
    for language, words, text in BLOCK.findall(page.read_text("utf-8")):
        yield Block(language, words, text)


def amend(text: str, hunk: str) -> str:
    """Put the lines of a hunk that begin with + beside the others, which stand in the text once.

    ValueError where they do not.
    """
    lines = hunk.splitlines(keepends=True)
    before = "".join(each[1:] for each in lines if not each.startswith("+"))
    after = "".join(each[1:] for each in lines)
    there = re.compile(f"^{re.escape(before)}", re.MULTILINE)
    if len(there.findall(text)) != 1:
        message = f"these lines do not stand there once:\n{before}"
        raise ValueError(message)
    return there.sub(lambda _: after, text)


def run_here(command: str, folder: Path) -> CompletedProcess[str]:
    """Run a `pressmark …` in a folder, in this process: importing takes most of one of its own."""
    said = io.StringIO()
    code: int | str | None = 0
    with (
        chdir(folder),
        patch.object(sys, "argv", shlex.split(command)),
        redirect_stdout(said),
        redirect_stderr(said),
    ):
        try:
            cli.main()
        except SystemExit as leaving:
            code = leaving.code or 0
    assert isinstance(code, int), code
    return CompletedProcess(command, code, said.getvalue(), "")
