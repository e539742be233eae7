"""Compressed files as plain bytes, in bounded memory ("Compression of Resources").

What is unpacked is weighed against what it came from, so that a bomb is refused early; what an
archive says of its own sizes is not believed. A table's file is never unpacked to disk; a whole
package is, by `unpack` alone, with one bound on all of its entries together.
"""

import errno
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pressmark.errors import MachineError, ProjectError, explain_failure
from pressmark.intake.entries import (
    explain_excess,
    explain_unreadable,
    explain_unsafe,
    find_twins,
    has_large_directory,
    is_excessive,
    is_folder,
    read_path,
)
from pressmark.intake.limits import MEBIBYTE, Limits
from pressmark.intake.refusal import Refusal, explain_bomb, explain_damaged
from pressmark.report.rules import FILE_FORMAT, FILE_TOO_LARGE, FILE_UNSAFE

GZIP = 31
READ_BYTES = 65_536
MEMBER_BYTES = 16_384
YOURSELF = "unpack it yourself if you trust it, and name the folder"
LIMITS = Limits()
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OverflowError,
    ValueError,
)  # fmt: skip
"""What Python's library raises of an archive that is not whole."""


class DamagedArchiveError(ProjectError):
    """A zip is not what was packed: cut off, changed, or with two files in one place."""


def gunzip(raws: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """Unpack gzip, of one member or many; Refusal where it is damaged or a bomb.

    What many small members hold is given in one piece.
    """
    held: list[bytes] = []
    size = 0
    refused: Refusal | None = None
    try:
        for piece in unpack_members(raws, limits):
            held.append(piece)
            size += len(piece)
            if size >= min(MEBIBYTE, limits.block_bytes):
                yield b"".join(held)
                held.clear()
                size = 0
    except Refusal as refusal:
        refused = refusal
    if held:
        yield b"".join(held)
    if refused:
        raise refused


def unpack_members(raws: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """Unpack each member of gzip, a few kilobytes at a time.

    Behind each member the library copies all of what it was given and did not need.
    """
    packed = unpacked = 0
    stream = None
    try:
        for read in cut_slices(raws):
            # Zeros may fill up what is behind a member.
            waiting = read.lstrip(b"\0") if packed and stream is None else read
            packed += len(read)
            while waiting:
                stream = stream or zlib.decompressobj(GZIP)
                piece = stream.decompress(waiting, limits.block_bytes)
                waiting = stream.unconsumed_tail
                if stream.eof:
                    waiting, stream = stream.unused_data.lstrip(b"\0"), None
                unpacked += len(piece)
                weigh(packed - len(waiting), unpacked, limits)
                yield piece
    except zlib.error as error:
        raise explain_damaged("gzip file") from error
    if stream or not packed:
        raise explain_damaged("gzip file", "it ends too early")


def cut_slices(raws: Iterator[bytes]) -> Iterator[bytes]:
    """Cut what was read into pieces of a few kilobytes."""
    for raw in raws:
        for at in range(0, len(raw), MEMBER_BYTES):
            yield raw[at : at + MEMBER_BYTES]


def unzip(file: BinaryIO, inner: str | None, limits: Limits) -> Iterator[bytes]:
    """Unpack one entry of an archive; Refusal where it is unsafe, damaged or a bomb."""
    if has_large_directory(file):
        hint = "Pack the table alone."
        raise Refusal(FILE_TOO_LARGE, "The archive has too many entries to be read.", hint)
    try:
        with zipfile.ZipFile(file) as archive:
            entry = find_entry(archive, inner)
            unpacked = 0
            pieces: list[bytes] = []
            with archive.open(entry) as stream:
                # The library reads as many packed bytes at once as it is asked for plain ones.
                while piece := stream.read(min(READ_BYTES, limits.block_bytes)):
                    pieces.append(piece)
                    unpacked += len(piece)
                    weigh(file.tell() - entry.header_offset, unpacked, limits)
                    if unpacked % limits.block_bytes < len(piece):
                        yield b"".join(pieces)
                        pieces.clear()
            yield b"".join(pieces)
    except (*BROKEN, OSError) as error:
        if isinstance(error, OSError) and error.errno != errno.EINVAL:
            raise
        raise explain_damaged("zip archive") from error


def find_entry(archive: zipfile.ZipFile, inner: str | None) -> zipfile.ZipInfo:
    """Find the entry that holds the table; Refusal where there is none that may be read."""
    entries = [each for each in archive.infolist() if not each.is_dir()]
    for each in entries:
        wrong = explain_unsafe(each)
        if wrong:
            message = f"The archive has an entry {each.filename!r}, which {wrong}."
            raise Refusal(FILE_UNSAFE, message[:300], "Pack the archive again from clean names.")
    real = [each for each in entries if not each.filename.startswith("__MACOSX/")]
    found = [each for each in real if inner in (None, each.filename)]
    if len(found) != 1:
        wrong = f"no entry {inner!r}" if inner is not None else f"{len(real)} entries"
        hint = 'Pack one file into it, or name the one that is meant in "innerpath".'
        raise Refusal(FILE_FORMAT, f"The archive has {wrong} where one is read.", hint)
    unread = explain_unreadable(found[0])
    if unread:
        message = f"The archive has an entry {found[0].filename!r}, which {unread}."
        hint = "Pack it again without password, with the method deflate."
        raise Refusal(FILE_FORMAT, message[:300], hint)
    return found[0]


def weigh(packed: int, unpacked: int, limits: Limits) -> None:
    """Refuse what unpacks to far more than it holds."""
    if is_excessive(packed, unpacked, limits):
        raise explain_bomb(limits)


def unpack(path: Path, folder: Path, limits: Limits = LIMITS) -> None:
    """Unpack a zip into a folder, which is made; its caller removes it where this raises.

    ProjectError names the zip and the entry in it that may never be unpacked, before anything is
    written: one that leaves the folder, is a link or encrypted, too many entries, or more bytes of
    all of them together than an honest archive of its size holds. DamagedArchiveError, which is
    one, where the zip is not whole or two of its entries would stand in one place; MachineError
    where the disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for entry, pieces in read_entries(path, limits):
        place = folder / read_path(entry)
        try:
            (place if is_folder(entry) else place.parent).mkdir(parents=True, exist_ok=True)
            if not is_folder(entry):
                with place.open("xb") as file:
                    file.writelines(pieces)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            wrong = f"its entry {entry.filename!r} cannot be unpacked: {why}"
            right = "make room for temporary files, or name another folder for them in TMPDIR"
            raise MachineError(str(path), wrong, right) from None


def read_entries(
    path: Path, limits: Limits = LIMITS
) -> Iterator[tuple[zipfile.ZipInfo, Iterator[bytes]]]:
    """Give every entry of a zip with its bytes, once all are known to be safe; errors as above."""
    with blame_file(path), path.open("rb") as file:
        if has_large_directory(file):
            raise ProjectError(str(path), "has too many entries to be read", YOURSELF)
        with zipfile.ZipFile(file) as archive:
            refuse(path, archive.infolist(), limits)
            for entry in archive.infolist():
                yield entry, read_pieces(path, archive, entry)


def read_pieces(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Give the bytes of an entry, never more than it says, and prove its checksum."""
    with blame_file(path, f"its entry {entry.filename!r}"), archive.open(entry) as stream:
        while piece := stream.read(READ_BYTES):
            yield piece


def refuse(path: Path, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse an archive for what its entries say of themselves."""
    for entry in entries:
        name = f"its entry {entry.filename!r}"
        if wrong := explain_unsafe(entry):
            raise ProjectError(str(path), f"{name} {wrong}", "do not trust this file")
        if wrong := explain_unreadable(entry):
            right = "pack it again without password, with the method deflate"
            raise ProjectError(str(path), f"{name} {wrong}", right)
    if wrong := explain_excess(path.stat().st_size, entries, limits):
        raise ProjectError(str(path), wrong, YOURSELF)
    if same := find_twins(entries):
        wrong = f"its entries {same[0]!r} and {same[1]!r} would stand in one place"
        raise DamagedArchiveError(str(path), wrong, "pack it again with each file once")


@contextmanager
def blame_file(path: Path, what: str = "") -> Iterator[None]:
    """Say of the file that a person named what the library says of its bytes."""
    try:
        yield
    except (*BROKEN, OSError) as error:
        # An offset before the file's beginning is an invalid argument to the machine.
        if isinstance(error, OSError) and error.errno != errno.EINVAL:
            raise explain_failure(error, str(path)) from None
        wrong = f"{what} is damaged" if what else "is no zip archive, or is damaged"
        raise DamagedArchiveError(str(path), wrong, "get the file again") from None
