"""Which tool this is: whatever judges or writes, by its content and version."""

import hashlib
import os
import platform
import sqlite3
import sys
import time
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOT_OURS = ("__pycache__", "static")
"""Folders with files that neither judge nor write a byte of a release."""
INSTALLED = (".dist-info", ".egg-info")
"""How the folder of an installed distribution ends, which is named after its version."""


@cache
def identify_tool() -> str:
    """Give a digest of our own files, of Python, SQLite and every library, and of the time zone."""
    digest = hash_files_below(ROOT)
    for name in (*list_libraries(tuple(sys.path)), *name_machine()):
        digest.update(name.encode(errors="surrogateescape") + b"\0")
    return digest.hexdigest()


def hash_files_below(root: Path) -> "hashlib._Hash":
    """Hash the name and the content of every file of ours below a folder."""
    digest = hashlib.sha256()
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(each for each in folders if each not in NOT_OURS)
        for name in sorted(names):
            path = Path(folder, name)
            content = path.read_bytes()
            digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest


def list_libraries(folders: tuple[str, ...]) -> tuple[str, ...]:
    """Name every distribution that is installed in some folders, with its version."""
    found: set[str] = set()
    for folder in folders:
        if os.path.isdir(folder):  # noqa: PTH112 - a Path for each would take longer than to ask
            found.update(each for each in os.listdir(folder) if each.endswith(INSTALLED))  # noqa: PTH208
    return tuple(sorted(found))


def name_machine() -> tuple[str, ...]:
    """Name what else may change an answer."""
    zone = (*time.tzname, str(time.timezone))
    return (sys.version, platform.machine(), sqlite3.sqlite_version, *zone)
