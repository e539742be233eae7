"""What the entries of a zip may be: names that stay in their folder, sizes that are honest.

What is read one by one and what is unpacked as a whole are held to the same. Nothing here reads
what an entry holds.
"""

import io
import re
import stat
import unicodedata
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

from pressmark.intake.limits import Limits, phrase_bytes

READ_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DIRECTORY_BYTES = 16 * 1024 * 1024
END, END_64 = b"PK\x05\x06", b"PK\x06\x06"
END_SIZE, END_64_SIZE, LONGEST_COMMENT = 22, 56 + 20, 65_535
SAID_ELSEWHERE = 0xFFFFFFFF
ENCRYPTED = 1
DRIVE = re.compile("[A-Za-z]:")
CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
LONGEST_PART, LONGEST_NAME, DEEPEST = 255, 1_000, 64
"""Bytes of a name that the file systems of today take, of a path below a folder, and its parts."""
MOST_ENTRIES = 10_000


def has_large_directory(file: BinaryIO) -> bool:
    """Whether an archive's list of entries would fill the memory; it is not read for that."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - END_SIZE - END_64_SIZE - LONGEST_COMMENT, 0))
    tail = file.read()
    file.seek(0)
    end, end_64 = tail.rfind(END), tail.rfind(END_64)
    short = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if end_64 >= 0:
        long = int.from_bytes(tail[end_64 + 40 : end_64 + 48], "little")
        short = long if short == SAID_ELSEWHERE else max(short, long)
    return short > DIRECTORY_BYTES


def explain_unsafe(entry: zipfile.ZipInfo) -> str | None:
    """Say why an entry must not be unpacked; None where it may be."""
    path = read_path(entry)
    if path.is_absolute() or ".." in path.parts or DRIVE.match(str(path)):
        return "leaves its folder"
    if CONTROL.search(entry.filename) or not path.parts:
        return "has a name that no file can have everywhere"
    sizes = [len(part.encode()) for part in path.parts]
    if max(sizes) > LONGEST_PART or sum(sizes) > LONGEST_NAME or len(sizes) > DEEPEST:
        return "has a name that is too long"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind in (0, stat.S_IFREG, stat.S_IFDIR):
        return None
    return "is a link" if kind == stat.S_IFLNK else "is no plain file"


def explain_unreadable(entry: zipfile.ZipInfo) -> str | None:
    """Say why an entry cannot be unpacked; None where it can be."""
    if entry.flag_bits & ENCRYPTED:
        return "is encrypted"
    return None if entry.compress_type in READ_METHODS else "is packed in a rare way"


def explain_excess(size: int, entries: list[zipfile.ZipInfo], limits: Limits) -> str | None:
    """Say how an archive of that size would fill the disk; None where it would not.

    The bound is one on all entries together: many small ones make a large one.
    """
    if len(entries) > MOST_ENTRIES:
        return f"holds {len(entries):,} entries, and {MOST_ENTRIES:,} are read"
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.file_bytes:
        return f"unpacks to more than {phrase_bytes(limits.file_bytes)}"
    if not is_excessive(size, unpacked, limits):
        return None
    largest = max(entries, key=lambda entry: entry.file_size).filename
    times = f"unpacks to more than {limits.compression_ratio} times its size"
    return f"{times}; its largest entry is {largest!r}"


def is_excessive(packed: int, unpacked: int, limits: Limits) -> bool:
    """Whether so many bytes come of so few that no honest file packs so well."""
    return unpacked > limits.free_bytes and unpacked > packed * limits.compression_ratio


def find_twins(entries: list[zipfile.ZipInfo]) -> tuple[str, str] | None:
    """Give two names for one place, if there are any.

    Names that differ only in case, or in how a letter with its accent is composed, name one place
    on many disks; a name that is both a file and a folder names one on all.
    """
    spelled: dict[str, str] = {}
    files: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        path = read_path(entry)
        if not is_folder(entry):
            first = files.setdefault(fold_path(path), entry)
            if first is not entry:
                return first.filename, entry.filename
        for place in (path, *path.parents):
            other = spelled.setdefault(fold_path(place), str(place))
            if other != str(place):
                return other, str(place)
    for entry in entries:
        path = read_path(entry)
        for place in (path, *path.parents)[0 if is_folder(entry) else 1 :]:
            if fold_path(place) in files:
                return files[fold_path(place)].filename, entry.filename
    return None


def fold_path(path: PurePosixPath) -> str:
    """Give a path as a disk compares it that tells neither case nor composition apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", str(path)).casefold())


def is_folder(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a folder (APPNOTE, 4.4.17: it ends in a slash)."""
    return entry.filename.endswith(("/", "\\"))


def read_path(entry: zipfile.ZipInfo) -> PurePosixPath:
    """Give an entry's path with `/` between its parts, which some packers write otherwise."""
    return PurePosixPath(entry.filename.replace("\\", "/"))
