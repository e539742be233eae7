"""Compressed files as plain bytes, in bounded memory, never on disk ("Compression of Resources").

What is unpacked is weighed against what it came from, so that a bomb is refused early; what an
archive says of its own sizes is not believed.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from pressmark.intake.limits import Limits
from pressmark.intake.refusal import Refusal, bomb, damaged

GZIP = 31
READ_BYTES = 65_536
READ_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DIRECTORY_BYTES = 16 * 1024 * 1024
END, END_64 = b"PK\x05\x06", b"PK\x06\x06"
END_SIZE, END_64_SIZE, LONGEST_COMMENT = 22, 56 + 20, 65_535
SAID_ELSEWHERE = 0xFFFFFFFF
ENCRYPTED = 1
DRIVE = re.compile("[A-Za-z]:")


def gunzip(raws: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """Unpack gzip, of one member or several; Refusal where it is damaged or a bomb."""
    packed = unpacked = 0
    stream = zlib.decompressobj(GZIP)
    fresh = True
    try:
        for raw in raws:
            packed += len(raw)
            waiting = raw
            while waiting:
                if stream.eof:
                    stream, fresh = zlib.decompressobj(GZIP), True
                    waiting = waiting.lstrip(b"\0")
                    continue
                piece = stream.decompress(waiting, limits.block_bytes)
                waiting, fresh = stream.unconsumed_tail or stream.unused_data, False
                unpacked += len(piece)
                weigh(packed - len(waiting), unpacked, limits)
                yield piece
    except zlib.error as error:
        raise damaged("gzip file") from error
    if not stream.eof and not (fresh and packed):
        raise damaged("gzip file", "it ends too early")


def unzip(file: BinaryIO, inner: str | None, limits: Limits) -> Iterator[bytes]:
    """Unpack one entry of an archive; Refusal where it is unsafe, damaged or a bomb."""
    refuse_large_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            entry = entry_of(archive, inner)
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
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise damaged("zip archive") from error


def entry_of(archive: zipfile.ZipFile, inner: str | None) -> zipfile.ZipInfo:
    """Find the entry that holds the table; Refusal where there is none that may be read."""
    entries = [each for each in archive.infolist() if not each.is_dir()]
    for each in entries:
        path = PurePosixPath(each.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or DRIVE.match(str(path)):
            message = f"The archive has an entry {each.filename!r}, which leaves its folder."
            raise Refusal("file.unsafe", message[:300], "Pack the archive again from clean names.")
    real = [each for each in entries if not each.filename.startswith("__MACOSX/")]
    found = [each for each in real if inner in (None, each.filename)]
    if len(found) != 1:
        wrong = f"no entry {inner!r}" if inner is not None else f"{len(real)} entries"
        hint = 'Pack one file into it, or name the one that is meant in "innerpath".'
        raise Refusal("file.format", f"The archive has {wrong} where one is read.", hint)
    if found[0].flag_bits & ENCRYPTED or found[0].compress_type not in READ_METHODS:
        hint = "Pack it again without password, with the method deflate."
        raise Refusal("file.format", "The archive is encrypted or packed in a rare way.", hint)
    return found[0]


def refuse_large_directory(file: BinaryIO) -> None:
    """Refuse an archive whose list of entries would fill the memory."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - END_SIZE - END_64_SIZE - LONGEST_COMMENT, 0))
    tail = file.read()
    end, end_64 = tail.rfind(END), tail.rfind(END_64)
    short = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if end_64 >= 0:
        long = int.from_bytes(tail[end_64 + 40 : end_64 + 48], "little")
        short = long if short == SAID_ELSEWHERE else max(short, long)
    if short > DIRECTORY_BYTES:
        hint = "Pack the table alone."
        raise Refusal("file.too_large", "The archive has too many entries to be read.", hint)
    file.seek(0)


def weigh(packed: int, unpacked: int, limits: Limits) -> None:
    """Refuse what unpacks to far more than it holds."""
    if unpacked > limits.free_bytes and unpacked > packed * limits.compression_ratio:
        raise bomb(limits)
