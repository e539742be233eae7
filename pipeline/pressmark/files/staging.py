"""Folders that are either whole or not there: made beside their place, then renamed into it."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pressmark.errors import MachineError, explain_failure, rename_in_errors
from pressmark.files import disk
from pressmark.interruption import add_unfinished, finish_first, forget_unfinished

PREFIX = ".staging-"
Text = str | Iterable[str]
"""A text, or its pieces, of which one at a time is in memory."""


@contextmanager
def stage_folder(place: Path) -> Iterator[Path]:
    """Give an empty folder beside `place`, on the same file system; what is left there is removed.

    The block renames the folder to `place` when it is whole. MachineError where the disk refuses.
    """
    folder = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place.parent))
        add_unfinished(folder)
        # mkdtemp makes a private folder; what is published is for all whom the umask allows.
        folder.chmod(0o777 & ~read_umask())
        with rename_in_errors(folder, str(place)):
            yield folder
    except OSError as error:
        if Path(str(error.filename or "")).name.startswith(PREFIX):
            error.filename = None  # where none could be made nobody knows its name
        raise explain_failure(error, str(place)) from None
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
            forget_unfinished(folder)


@contextmanager
def make_scratch() -> Iterator[Path]:
    """Give an empty folder for the length of a block; no error speaks of its path."""
    with tempfile.TemporaryDirectory(prefix="pressmark-") as name:
        folder = Path(name)
        add_unfinished(folder)
        try:
            with rename_in_errors(folder, "a temporary folder"):
                yield folder
        finally:
            forget_unfinished(folder)


def replace_folder(fresh: Path, place: Path) -> None:
    """Rename a whole folder to its place; one that stands there is moved aside first, then removed.

    So what an interrupted run leaves of the old one has the name of no place.
    """
    with stage_folder(place) as old, finish_first():
        if place.exists():
            place.rename(old)
        fresh.rename(place)


def read_umask() -> int:
    """Read the process's umask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def make_durable(folder: Path) -> None:
    """Make every file and folder below, and the folder itself, survive a power cut."""
    for path in (*folder.rglob("*"), folder):
        disk.sync(path)


def replace_text(path: Path, text: Text) -> None:
    """Write a file so that a reader sees the old text or the new one, never a part."""
    with replace_file(path) as fresh:
        write_text(fresh, text)


@contextmanager
def replace_file(path: Path) -> Iterator[Path]:
    """Give a place to write a file, which then takes the place of the one at `path`, at once."""
    fresh = path.with_name(f"{PREFIX}{path.name}")
    add_unfinished(fresh)
    try:
        yield fresh
        disk.sync(fresh)
        disk.move(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
        forget_unfinished(fresh)


def write_text(path: Path, text: Text) -> None:
    """Write a text, or its pieces one after the other, as UTF-8 with its line ends as they are."""
    with disk.write_in_pieces(path) as write:
        for piece in (text,) if isinstance(text, str) else text:
            write(piece.encode())


def write_whole(path: Path, text: Text) -> None:
    """Write a file whole or leave it as it was, in a folder that is made; a link stays a link.

    What is no file of its own, such as a pipe or `/dev/stdout`, is written straight into.
    MachineError where the machine refuses.
    """
    try:
        if is_stream(path):
            write_text(path, text)
        else:
            place = path.resolve()
            place.parent.mkdir(parents=True, exist_ok=True)
            replace_text(place, text)
    except OSError as error:
        raise MachineError(str(path), (error.strerror or str(error)).lower()) from None


def is_stream(path: Path) -> bool:
    """Whether what is written to a path goes on to somebody, and cannot be replaced."""
    place = path.absolute()
    if place.is_relative_to("/dev/shm"):  # noqa: S108 - files in memory, though below /dev
        return path.exists() and not path.is_file()
    return place.parts[1:2] in (("dev",), ("proc",)) or (path.exists() and not path.is_file())


def clear_leftovers(folder: Path) -> None:
    """Remove what an interrupted run left beside the places it was making."""
    for path in folder.glob(f"{PREFIX}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


@contextmanager
def lock_folder(folder: Path, doing: str = "another release is being made") -> Iterator[None]:
    """Let one at a time work in a folder; MachineError at once where another is `doing` it."""
    with (folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wrong = f"{doing} there"
            raise MachineError(str(folder), wrong, "wait until it has ended") from None
        yield
