"""Progress is told on a terminal only, and only of work that takes its time."""

import io
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pressmark.cli import progress as bar
from pressmark.engine.connection import Engine
from pressmark.validate import judge
from tests.packages import field, fields, read, write_package


class Terminal(io.StringIO):
    """What is written to it, said to be a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def package(folder: Path, records: int = 3) -> Path:
    """Write a package of two tables."""
    text = "a\n" + "1\n" * records
    schema = fields(field("a", "integer"))
    return write_package(folder, {"one": (schema, text), "two": (schema, text)})


def test_reading_tells_of_records_and_bytes(tmp_path: Path) -> None:
    told: list[Any] = []
    with Engine() as engine:
        judge(read(package(tmp_path)), engine, progress=lambda *words: told.append(words))
    assert told == [
        ("reading one", 3, 8, 16),
        ("reading two", 6, 16, 16),
        ("checking the keys of one", 6, 16, 16),
        ("checking the keys of two", 6, 16, 16),
    ]


def put_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a wide terminal where messages go."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    return terminal


def test_long_work_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = put_terminal(monkeypatch)
    monkeypatch.setattr(bar, "PATIENCE", 0.0)
    with bar.draw_progress() as told:
        told("reading laws \x1b[2J[red]", 1_204_000, 500, 1000)
    said = terminal.getvalue()
    assert "reading laws \\x1b[2J[red]" in said
    assert "1,204,000 records" in said and "a second" in said
    assert "\x1b[2J[red]" not in said


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = put_terminal(monkeypatch)
    with bar.draw_progress() as told:
        told("reading laws", 10, 500, 1000)
    assert "laws" not in terminal.getvalue()


def test_a_pipe_is_told_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bar, "PATIENCE", 0.0)
    with bar.draw_progress() as told:
        told("reading laws", 10, 500, 1000)
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_the_result_alone_remains_on_stdout(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    script = "from pressmark.cli import main, progress; progress.PATIENCE = 0.0; main()"
    answer = subprocess.run(
        [sys.executable, "-c", script, "validate", str(package(tmp_path, 50_000))],
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert answer.stdout == b"small 1.0.0 is valid: 2 tables, 100,000 records.\n"
    assert "checking" in shown and "Traceback" not in shown
