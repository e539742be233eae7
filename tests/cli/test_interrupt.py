"""Ctrl-C ends a command at once, whatever its threads do, and leaves nothing unfinished."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pressmark.__main__ import main
from pressmark.files.staging import replace_folder
from pressmark.interruption import ENDED, end_now

PROGRAM = """
import os, signal, sys, threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from pressmark.__main__ import main
from pressmark.engine.connection import Engine
from pressmark.files.staging import make_scratch, replace_file, stage_folder

def command():
    with stage_folder(Path("made")) as folder, make_scratch() as aside, Engine() as engine:
        (folder / "half").mkdir()
        (aside / "half").write_text("h")
        (engine.place / "half").write_text("h")
        with replace_file(Path("whole.txt")) as fresh, ThreadPoolExecutor(1) as pool:
            fresh.write_text("new")
            ended = pool.submit(threading.Event().wait)
            print(*sorted(os.listdir()), flush=True)
            os.kill(os.getpid(), signal.SIGINT)
            ended.result()

sys.modules["pressmark.cli"] = SimpleNamespace(main=command)
signal.signal(signal.SIGINT, signal.default_int_handler)  # these tests may run in the background
main()
"""


def test_it_waits_for_no_thread_and_removes_what_is_unfinished(tmp_path: Path) -> None:
    (tmp_path / "whole.txt").write_text("old", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (ENDED, "")
    assert len(done.stdout.split()) == 5 and done.stdout.count(".staging-") == 2
    assert [each.name for each in tmp_path.iterdir()] == ["whole.txt"]
    assert (tmp_path / "whole.txt").read_text("utf-8") == "old"


def test_what_is_neither_old_nor_new_is_finished_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, place, ended = tmp_path / "fresh", tmp_path / "place", list[int]()
    for each in (fresh, place):
        each.mkdir()
        (each / each.name).touch()
    monkeypatch.setattr("pressmark.interruption.os._exit", ended.append)
    rename, before = Path.rename, signal.getsignal(signal.SIGINT)

    def interrupt(self: Path, target: Path) -> Path:
        end_now(signal.SIGINT, None)
        assert ended == []
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupt)
    try:
        replace_folder(fresh, place)
    finally:
        signal.signal(signal.SIGINT, before)
    assert [each.relative_to(tmp_path).as_posix() for each in tmp_path.rglob("*")] == [
        "place", "place/fresh"
    ]  # fmt: skip
    assert set(ended) == {ENDED}


def test_who_has_said_what_it_does_is_not_overruled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a shell that starts it in the background, and asks it to ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        monkeypatch.setattr(sys, "argv", ["pressmark", "--version"])
        with pytest.raises(SystemExit):
            main()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
