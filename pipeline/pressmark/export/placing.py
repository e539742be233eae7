"""Where a file of an export is written: in a folder that is made, and over no other file."""

from pathlib import Path

from pressmark.errors import MachineError


def make_place(folder: Path, file: str) -> Path:
    """Give the path of a new file below a folder. MachineError where another has its name.

    That is so where a disk takes capitals for small letters, and keys of records differ in these.
    """
    path = folder / file
    if path.exists():
        wrong = "is another page's file too: this disk takes capitals for small letters"
        raise MachineError(file, wrong, "export to a disk that tells them apart")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
