"""Folders that stay what they are while somebody reads them: readers hold them, by flock.

Whoever would replace or remove such a folder asks first whether it is held. A lock ends with the
process that holds it, however that ends. On a file system without such locks nothing is held, and
nothing that was interrupted is cleared.
"""

import errno
import fcntl
import itertools
import os
import shutil
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pressmark.errors import explain_failure
from pressmark.files.staging import PREFIX, replace_folder, stage_folder

NO_LOCKS = (errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOTSUP)
"""What a file system says that knows no locks of folders."""


class Held:
    """A folder that nobody replaces or removes as long as this is kept; `folder` is its path."""

    def __init__(self, folder: Path, handle: int) -> None:
        """Keep an open folder that was locked."""
        self.folder = folder
        self.release = weakref.finalize(self, os.close, handle)


def hold(folder: Path, how: int = fcntl.LOCK_SH) -> Held | None:
    """Hold a folder together with others; None where there is none, or somebody has it alone."""
    try:
        handle = open_folder(folder)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        lock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return Held(folder, handle)


def open_folder(folder: Path) -> int:
    """Open a folder to lock it; whoever may read it may."""
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)


def lock(handle: int, how: int) -> bool:
    """Lock an open folder; False where its file system cannot."""
    try:
        fcntl.flock(handle, how)
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        return False
    return True


@contextmanager
def lock_while_deciding(folder: Path) -> Iterator[None]:
    """Let one at a time choose, hold, replace or remove what stands in a folder.

    MachineError where the machine refuses.
    """
    try:
        handle = open_folder(folder)
        try:
            lock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
    except OSError as error:
        raise explain_failure(error, str(folder)) from None


def is_held(folder: Path) -> bool:
    """Whether somebody holds a folder that is there."""
    alone = hold(folder, fcntl.LOCK_EX)
    if alone:
        alone.release()
    return alone is None and folder.is_dir()


def list_standing(folder: Path) -> list[Path]:
    """List what stands under the names of a folder: its own, and that with a number behind it."""
    beside = (each.name.removeprefix(f"{folder.name}.") for each in folder.parent.glob("*"))
    numbers = sorted(int(each) for each in beside if each.isascii() and each.isdigit())
    named = (folder, *(number_folder(folder, number) for number in numbers))
    return [each for each in named if each.is_dir()]


def number_folder(folder: Path, number: int) -> Path:
    """Give a further name of a folder."""
    return folder.with_name(f"{folder.name}.{number}")


def hold_first(folder: Path, is_right: Callable[[Path], bool]) -> Held | None:
    """Hold the first folder under these names that is what is wanted; None where none is."""
    if not folder.parent.is_dir():
        return None
    for place in list_standing(folder):
        with lock_while_deciding(folder.parent):
            found = hold(place)
        if found and is_right(place):
            return found
    return None


@contextmanager
def make_beside(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside a place, held while it is filled; see `stage_folder`.

    The block renames it to its place, or settles it under one of the names of that.
    """
    with ExitStack() as stack:
        making = None
        while making is None:
            fresh = stack.enter_context(stage_folder(folder))
            making = hold(fresh)
            if not fresh.is_dir():  # who clears took it for left before it was held
                making = None
        yield fresh
        making.release()


def settle_folder(fresh: Path, folder: Path, may_go: Callable[[Path], bool]) -> Held:
    """Move a whole folder to the first of its names that is free, and hold it there.

    Free is where nothing stands, or what `may_go` and nobody holds; such folders under the other
    names are removed.
    """

    def is_free(place: Path) -> bool:
        return not place.exists() or (may_go(place) and not is_held(place))

    with lock_while_deciding(folder.parent):
        further = (number_folder(folder, number) for number in itertools.count(2))
        place = next(each for each in itertools.chain((folder,), further) if is_free(each))
        replace_folder(fresh, place)
        handle = open_folder(place)
        lock(handle, fcntl.LOCK_SH)
        for each in list_standing(folder):
            if each != place and is_free(each):
                shutil.rmtree(each, ignore_errors=True)
    return Held(place, handle)


def clear_interrupted(folder: Path) -> None:
    """Remove what interrupted runs left in a folder in which all is made by `make_beside`."""
    for each in folder.glob(f"{PREFIX}*"):
        if each.is_dir():
            remove_unheld(each)


def remove_unheld(folder: Path) -> None:
    """Remove a folder that nobody holds; without locks nobody knows, and it stays."""
    try:
        handle = open_folder(folder)
    except (FileNotFoundError, PermissionError):
        return  # gone meanwhile, or somebody else's
    try:
        if lock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB):
            shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        return  # held
    except OSError as error:
        raise explain_failure(error, str(folder)) from None
    finally:
        os.close(handle)
