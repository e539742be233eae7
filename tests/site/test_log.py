"""The log: lines that nobody who asks can break or forge, and a file that others rotate."""

import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pressmark.errors import MachineError, PressmarkError
from pressmark.site import log_file
from pressmark.site.log_file import LogFile
from pressmark.site.log_line import (
    LONGEST_PATH,
    Value,
    write_address,
    write_line,
    write_missing,
    write_referer,
    write_value,
)

PART = re.compile(r'([a-z_]+)=("(?:[^"\\]|\\.)*"|[!#-<>-\[\]-~]+)(?: |$)')
"""A name and a value of a line, as programs read logfmt."""


def read_line(line: str) -> dict[str, str]:
    """Read a line back; AssertionError where it is none."""
    assert "".join(match[0] for match in PART.finditer(line)) == line, line
    found = [(match[1], match[2]) for match in PART.finditer(line)]
    assert len(dict(found)) == len(found)
    return {
        name: value[1:-1].replace('\\"', '"').encode("ascii").decode("unicode_escape")
        if value.startswith('"')
        else value
        for name, value in found
    }


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "-"),
        ("-", '"-"'),
        ("", '""'),
        (12, "12"),
        (0.25, "0.250"),
        ("/a/b?c", "/a/b?c"),
        ("/a?b=c", '"/a?b=c"'),
        ('say "no"', '"say \\"no\\""'),
        ("a\\", '"a\\\\"'),
        ("a\nevent=request", '"a\\nevent=request"'),
        ("\r\x00\x1b[31m\x7f", '"\\r\\x00\\x1b[31m\\x7f"'),
        ("caf\xe9 \u202e\u2028", '"caf\\xe9 \\u202e\\u2028"'),
        ("x=", '"x="'),
    ],
)
def test_a_value_is_written_so_that_it_ends_nothing(value: Value, written: str) -> None:
    assert write_value(value) == written
    assert written.isascii() and written.isprintable()


def test_a_line_reads_back_whatever_its_values_hold() -> None:
    every = "".join(map(chr, range(0x300)))
    read = read_line(write_line("request", [("a", every), ("b", "\n"), ("c", None), ("d", "x y")]))
    assert read["event"] == "request" and read["a"] == every and read["b"] == "\n"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", read["time"])
    assert read_line(write_missing(3))["lines"] == "3"


def test_what_readers_type_is_cut() -> None:
    assert write_address(b"/search", b"") == "/search"
    assert write_address(b"/search", b"q=a") == "/search?q=a"
    assert write_address(b"/s", b"q" * 200) == f"/s?{'q' * 200}"
    assert write_address(b"/s", b"q" * 201) == f"/s?{'q' * 200}..."
    assert write_address(b"/" * 9999, b"") == "/" * LONGEST_PATH + "..."
    assert write_referer(None) is None
    assert write_referer(b"https://a.example/b?q=secret#x?y") == "https://a.example/b"
    assert write_referer(b"https://a.example/#b?c") == "https://a.example/"
    assert write_referer(b"r" * 999) == "r" * 200 + "..."


class Complaints(list[PressmarkError]):
    """Keeps what a log complains of."""

    def __call__(self, error: PressmarkError) -> None:
        """Keep one."""
        self.append(error)


@pytest.fixture
def complaints() -> Complaints:
    """What a log complains of."""
    return Complaints()


@pytest.fixture
def log(tmp_path: Path, complaints: Complaints) -> Iterator[LogFile]:
    """Open a log."""
    with closing(LogFile(str(tmp_path / "a.log"), write_missing, complaints)) as opened:
        yield opened


def test_a_file_that_was_renamed_is_made_again(tmp_path: Path, log: LogFile) -> None:
    """Every line is in the one file or in the other."""
    path = tmp_path / "a.log"
    log.write("first")
    path.rename(tmp_path / "a.log.1")
    log.write("second")
    log.reopen()
    log.write("third")
    log.close()
    assert (tmp_path / "a.log.1").read_text("ascii") == "first\nsecond\n"
    assert path.read_text("ascii") == "third\n"
    assert path.stat().st_mode & 0o777 & ~os.umask(os.umask(0)) == 0o640 & ~os.umask(os.umask(0))


def test_a_file_that_is_emptied_begins_again(tmp_path: Path, log: LogFile) -> None:
    """As `copytruncate` of logrotate does: no hole is left where the lines were."""
    path = tmp_path / "a.log"
    log.write("first")
    while path.read_bytes() != b"first\n":
        pass
    os.truncate(path, 0)
    log.write("second")
    log.close()
    assert path.read_bytes() == b"second\n"


def test_a_log_goes_on_behind_what_it_held(tmp_path: Path) -> None:
    path = tmp_path / "b.log"
    path.write_text("before\n", "ascii")
    with closing(LogFile(str(path), write_missing, Complaints())) as log:
        log.write("after")
    assert path.read_text("ascii") == "before\nafter\n"


def test_standard_output_is_a_log_too(capfd: pytest.CaptureFixture[str]) -> None:
    with closing(LogFile("-", write_missing, Complaints())) as log:
        log.write("a")
        log.reopen()
        log.write("b")
    assert capfd.readouterr().out == "a\nb\n"


def test_a_log_that_cannot_be_opened_stops_the_start(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "absent/a.log"):
        with pytest.raises(MachineError, match=str(place)):
            LogFile(str(place), write_missing, Complaints())


def test_a_log_that_cannot_be_opened_again_is_written_on(
    tmp_path: Path, log: LogFile, complaints: Complaints
) -> None:
    log.write("first")
    (tmp_path / "a.log").rename(tmp_path / "a.log.1")
    (tmp_path / "a.log").mkdir()
    log.reopen()
    log.write("second")
    log.close()
    assert (tmp_path / "a.log.1").read_text("ascii") == "first\nsecond\n"
    assert [each.wrong for each in complaints] == ["is a directory"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this machine has no full disk")
def test_a_full_disk_is_told_once_and_the_lines_are_counted(
    tmp_path: Path, log: LogFile, complaints: Complaints
) -> None:
    """The first line that can be written again says how many are missing."""
    path = tmp_path / "a.log"
    path.unlink()
    path.symlink_to("/dev/full")
    log.reopen()
    for each in "abc":
        log.write(each)
    while log.lost < 3:
        time.sleep(0.01)
    path.unlink()
    log.reopen()
    log.write("d")
    log.close()
    missing, written = path.read_text("ascii").splitlines()
    assert read_line(missing)["event"] == "lost" and read_line(missing)["lines"] == "3"
    assert written == "d" and len(complaints) == 1
    assert "no space" in complaints[0].wrong


def test_nobody_waits_for_a_reader_that_does_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines for which there is no room are counted."""
    monkeypatch.setattr(log_file, "MOST_WAITING", 5)
    held, taken = threading.Event(), threading.Event()
    write = os.write

    def write_slowly(file: int, text: bytes) -> int:
        taken.set()
        held.wait()
        return write(file, text)

    monkeypatch.setattr("pressmark.site.log_file.os.write", write_slowly)
    log = LogFile(str(tmp_path / "a.log"), write_missing, Complaints())
    log.write("first")
    taken.wait()
    for number in range(20):
        log.write(str(number))
    assert log.lost == 15
    (tmp_path / "a.log").rename(tmp_path / "a.log.1")
    log.reopen()
    held.set()
    log.close()
    assert (tmp_path / "a.log.1").read_text("ascii") == "first\n"
    lines = (tmp_path / "a.log").read_text("ascii").splitlines()
    assert read_line(lines[0])["lines"] == "15" and lines[1:] == ["0", "1", "2", "3", "4"]
