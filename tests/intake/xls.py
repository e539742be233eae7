"""A workbook of the old kind, .xls, written byte by byte ([MS-CFB] and [MS-XLS])."""

import struct
from pathlib import Path

SECTOR = 512
SMALLEST_STREAM = 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
GLOBALS, SHEET = 0x0005, 0x0010


def record(kind: int, content: bytes) -> bytes:
    """Write a record."""
    return struct.pack("<HH", kind, len(content)) + content


def begin(kind: int) -> bytes:
    """Write the record that begins the workbook or a sheet."""
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 0))


def cell(row: int, column: int, value: str | float) -> bytes:
    """Write a cell: a text, a number or a truth value."""
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, bool):
        return record(0x0205, place + bytes((value, 0)))
    if isinstance(value, float | int):
        return record(0x0203, place + struct.pack("<d", value))
    text = value.encode("utf-16-le")
    return record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text)


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """Write an entry of the container's directory: its root, or a stream."""
    written = (name + "\0").encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, FREE, FREE, child)
    return struct.pack("<64sH", written, len(written)) + links + struct.pack("<36xIQ", start, size)


def xls(path: Path, *rows: tuple[str | float | None, ...]) -> Path:
    """Write a workbook of one sheet, given as its rows."""
    cells = b"".join(
        cell(number, column, value)
        for number, row in enumerate(rows)
        for column, value in enumerate(row)
        if value is not None
    )
    sheet = begin(SHEET) + cells + record(0x000A, b"")
    bound = record(0x0085, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"A")
    position = len(begin(GLOBALS) + bound + record(0x000A, b""))
    bound = record(0x0085, struct.pack("<IBBBB", position, 0, 0, 1, 0) + b"A")
    stream = begin(GLOBALS) + bound + record(0x000A, b"") + sheet
    stream = stream.ljust(max(SMALLEST_STREAM, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(stream) // SECTOR
    chain = [FAT, END, *range(3, 2 + count), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    directory = entry("Root Entry", 5, 1, END, 0) + entry("Workbook", 2, FREE, 2, len(stream))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII109I",
        bytes.fromhex("D0CF11E0A1B11AE1"), 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, SMALLEST_STREAM, END, 0, END, 0, 0, *[FREE] * 108,
    )  # fmt: skip
    path.write_bytes(header + table + directory.ljust(SECTOR, b"\0") + stream)
    return path
