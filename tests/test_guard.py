"""Every process that Pressmark starts ends with it, and computes no longer than it may."""

import ast
import os
import re
import resource
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pressmark import guard
from pressmark.guard import NOT_FOUND, guard_command
from pressmark.intake import Limits
from pressmark.intake.refusal import Refusal
from pressmark.intake.typed import sheet as sheets
from pressmark.intake.typed.marked import SeenSheet
from pressmark.package import Dialect
from tests.processes import cpu_seconds, is_running, wait_until

PIPELINE = Path(__file__).parent.parent / "pipeline"
SPIN = "while True: pass"
STARTS = {"run", "Popen", "call", "check_call", "check_output", "getoutput", "getstatusoutput"}
NAMED = re.compile(r"\b(?:multiprocessing|os|pty|subprocess)\b")
OTHER_WAYS = {"system", "popen", "fork", "forkpty", "posix_spawn", "posix_spawnp", "startfile"}

NOTED = """
import os, subprocess, sys
from pathlib import Path
class Noted(subprocess.Popen):
    def __init__(self, *words, **named):
        super().__init__(*words, **named)
        Path({note!r}).write_text(str(self.pid))
subprocess.Popen = Noted
"""
BY_ITSELF = """
from pressmark.guard import guard_command
subprocess.run(guard_command([sys.executable, "-c", {spin!r}], seconds=10_000))
"""
WATCHED = """
program = "from pressmark.guard import end_with; end_with({{}}, is_linux=False)\\n" + {spin!r}
subprocess.run([sys.executable, "-c", program.format(os.getpid())])
"""
READING = """
from pressmark.package import Dialect
from pressmark.intake import Limits
from pressmark.intake.typed import sheet
from pressmark.intake.typed.marked import SeenSheet
sheet.BASE_SECONDS = 10_000
sheet.find_marks = lambda *_: ()
list(sheet.read_sheet(Path({workbook!r}), "t.ods", Dialect(), Limits(), SeenSheet()))
"""


def endless_workbook(path: Path) -> Path:
    """Write a workbook that ends within its sheet: the library that reads it never does."""
    room = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{room}:{name}:1.0"' for name in ("office", "table", "text"))
    cell = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", f'<manifest xmlns="{room}:manifest:1.0"/>')
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="A"><table:table-row>{cell}</table:table-row>',
        )
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="the test reads /proc")
@pytest.mark.parametrize("program", [BY_ITSELF, WATCHED, READING])
def test_a_helper_ends_with_its_parent_even_where_that_is_killed(
    program: str, tmp_path: Path
) -> None:
    note, workbook = tmp_path / "number", endless_workbook(tmp_path / "t.ods")
    words = {"note": str(note), "workbook": str(workbook), "spin": SPIN}
    parent = subprocess.Popen([sys.executable, "-c", (NOTED + program).format(**words)])
    try:
        wait_until(lambda: note.exists() and bool(note.read_text()), "no helper was started")
        helper = int(note.read_text())
        wait_until(lambda: cpu_seconds(helper) > 0.2, "the helper does not compute")
        assert parent.poll() is None and is_running(helper)
    finally:
        parent.kill()
        parent.wait()
    wait_until(lambda: not is_running(helper), "the helper outlives its parent")


def test_a_helper_that_turns_in_a_circle_is_ended() -> None:
    ended = subprocess.run(guard_command([sys.executable, "-c", SPIN], seconds=1), check=False)
    assert ended.returncode == -signal.SIGXCPU


def test_a_command_is_run_as_it_is_given() -> None:
    words = guard_command(
        [sys.executable, "-c", "import sys; print(sys.argv)", "a b", ""], seconds=9
    )
    ended = subprocess.run(words, check=False, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "['-c', 'a b', '']\n", "")
    missing = subprocess.run(guard_command(["no-such-command"], seconds=9), check=False)
    assert missing.returncode == NOT_FOUND


def test_a_helper_whose_parent_is_gone_already_does_nothing() -> None:
    words = guard_command([sys.executable, "-c", "print('ran')"], seconds=9)
    words[words.index(str(os.getpid()))] = "1"
    ended = subprocess.run(words, check=False, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (0, "")


def test_a_program_shuts_its_doors_before_it_becomes_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[Any] = []

    class Library:
        """What Linux gives."""

        def prctl(self, *words: int) -> None:
            """Note what is asked."""
            done.append(words)

    monkeypatch.setattr("ctypes.CDLL", lambda _: Library())
    monkeypatch.setattr(guard, "limit_time", done.append)
    monkeypatch.setattr(os, "execvp", lambda *words: done.append(words))
    guard.main(str(os.getppid()), "7", "git", "log")
    doors = [(guard.DIE_WITH_PARENT, signal.SIGKILL)] if sys.platform == "linux" else []
    assert done == [*doors, 7, ("git", ("git", "log"))]
    with pytest.raises(SystemExit):
        guard.end_with(1 if os.getppid() != 1 else 2, is_linux=True)


def test_where_the_machine_tells_nothing_another_process_watches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[Any] = []
    monkeypatch.setattr(os, "fork", lambda: 0)
    monkeypatch.setattr(os, "_exit", done.append)
    monkeypatch.setattr(guard, "watch", lambda *words: done.append(words))
    guard.end_with(os.getppid(), is_linux=False)
    assert done == [(os.getppid(), os.getpid()), 0]


def test_a_bound_of_the_machine_is_not_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    bounded: list[Any] = []
    monkeypatch.setattr(resource, "setrlimit", lambda *words: bounded.append(words))
    for most, expected in ((resource.RLIM_INFINITY, [(9, -1)]), (20, [(9, 20)]), (5, [])):
        monkeypatch.setattr(resource, "getrlimit", lambda _, most=most: (most, most))
        guard.limit_time(9)
        assert [limits for _, limits in bounded] == expected
        bounded.clear()


def test_a_watch_ends_what_it_watches_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[tuple[int, int]] = []

    def kill(number: int, what: int) -> None:
        if (number, what) == (2, 0) and len(killed) > 1:
            raise ProcessLookupError
        killed.append((number, what))

    monkeypatch.setattr(os, "closerange", lambda *_: None)
    monkeypatch.setattr(os, "getppid", lambda: 3)
    monkeypatch.setattr(os, "kill", kill)
    monkeypatch.setattr(guard, "LOOKS_EVERY", 0)
    guard.watch(2, 3)
    assert killed == [(2, 0), (2, 0), (3, signal.SIGKILL)]
    guard.watch(2, 4)
    assert len(killed) == 3


def test_no_process_is_started_in_another_way() -> None:
    starts = 0
    for path in PIPELINE.rglob("*.py"):
        text = path.read_text("utf-8")
        if not NAMED.search(text):  # to parse all takes a second
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {each.name for each in node.names} | {getattr(node, "module", "")}
                assert not names & {"multiprocessing", "pty"}, path
                assert getattr(node, "module", "") != "subprocess", path
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            if owner == "os" and path.name != "guard.py":
                assert node.func.attr not in OTHER_WAYS and "exec" not in node.func.attr, path
                assert "spawn" not in node.func.attr, path
            if owner == "subprocess" and node.func.attr in STARTS:
                starts += 1
                first = node.args[0]
                assert isinstance(first, ast.Call) and isinstance(first.func, ast.Name), path
                assert first.func.id == "guard_command", path
    assert starts == 7


@pytest.mark.search
def test_a_workbook_without_an_end_is_damaged(tmp_path: Path) -> None:
    path = endless_workbook(tmp_path / "t.ods")
    with pytest.raises(Refusal, match="was not read within 2 seconds of computing") as caught:
        list(sheets.read_sheet(path, "t.ods", Dialect(), Limits(), SeenSheet()))
    assert caught.value.rule.id == "file.format" and "save it anew" in caught.value.hint


@pytest.mark.parametrize("size", [0, 5, 40_000_000])
def test_a_workbook_has_more_time_the_more_it_holds(size: int, tmp_path: Path) -> None:
    path = tmp_path / "t.xls"
    path.write_bytes(b"")
    os.truncate(path, size)
    assert sheets.refuse_bomb(path, Limits()) == size
