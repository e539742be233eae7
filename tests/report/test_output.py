"""A report goes whole into its file, or not at all."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pressmark.errors import MachineError
from pressmark.files import disk
from pressmark.files.staging import is_stream, write_whole
from tests.packages import field, fields, write_package


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    for text in ("one\n", "twö\n"):
        write_whole(path, text)
        assert path.read_text("utf-8") == text
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.txt"
    write_whole(path, "old")

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "sync", full)
    with pytest.raises(MachineError, match="no space left on device") as error:
        write_whole(path, "new")
    assert error.value.place == str(path)
    assert path.read_text("utf-8") == "old" and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("path", "goes_on"),
    [("/dev/stdout", True), ("/dev/fd/1", True), ("/proc/self/fd/1", True),
     ("/dev/shm/none/report.txt", False), ("/tmp/none/report.txt", False)],  # noqa: S108
)  # fmt: skip
def test_files_in_memory_are_files_though_they_stand_among_devices(
    path: str, *, goes_on: bool
) -> None:
    assert is_stream(Path(path)) == goes_on


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "report.txt", tmp_path / "latest.txt"
    path.write_text("old")
    link.symlink_to(path)
    write_whole(link, "new")
    assert link.is_symlink() and path.read_text("utf-8") == "new"


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / "none" / "below" / "report.txt"
    write_whole(path, "x")
    assert path.read_text("utf-8") == "x"


def test_what_is_no_folder_is_the_machines_refusal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError, match=r"exists|not a directory") as error:
        write_whole(tmp_path / "file" / "report.txt", "x")
    assert error.value.place == str(tmp_path / "file" / "report.txt")
    with pytest.raises(MachineError, match="is a directory"):
        write_whole(tmp_path, "x")


def test_a_pipe_takes_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(path.read_text("utf-8")))
    reader.start()
    write_whole(path, "x")
    reader.join()
    assert read == ["x"]


@pytest.mark.parametrize("appended", [False, True])
def test_stdout_is_written_into_wherever_it_goes(tmp_path: Path, *, appended: bool) -> None:
    path = write_package(tmp_path, {"t": (fields(field("a")), "a\nx\n")})
    words = [sys.executable, "-m", "pressmark", "validate", str(path), "--output", "/dev/stdout"]
    with (tmp_path / "out").open("a" if appended else "w") as file:
        subprocess.run(words, stdout=file, check=True)
    assert (tmp_path / "out").read_text("utf-8") == "small 1.0.0 is valid: 1 table, 1 record.\n"
    answer = subprocess.run(words, stdout=subprocess.PIPE, check=True)
    assert answer.stdout == b"small 1.0.0 is valid: 1 table, 1 record.\n"
