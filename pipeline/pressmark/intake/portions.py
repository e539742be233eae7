"""Portions of a table that are read alone: whole records of a CSV file, row groups of Parquet.

A table is parted where it is sound as a file: whatever ends its reading, or is told of the file as
a whole, is found by whoever reads it from its beginning. So a large table is looked at first, piece
by piece (`survey`), and is read by one reader unless all pieces together show that it is sound.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pressmark.intake.header import Layout
from pressmark.intake.limits import Limits
from pressmark.intake.marks import Marks
from pressmark.intake.records import make_positions
from pressmark.intake.seams import Seams
from pressmark.intake.survey import Survey, join, survey

SURVEYED_AT_ONCE = 1024 * 1024
"""Bytes: the places of quotes and line ends in them take up to eight times as much."""


@dataclass(frozen=True)
class BegunFile:
    """A file of a table: its path, its size, and the bytes and line ends before its records."""

    path: Path
    size: int
    start: int
    lines: int


@dataclass(frozen=True)
class BegunTable:
    """A table whose header was read: its columns, its files, and the names of these for people."""

    layout: Layout
    marks: Marks
    files: tuple[BegunFile, ...]
    places: tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """Bytes of a file, cut anywhere: the number of the file, and from where to where."""

    file: int
    start: int
    end: int


@dataclass(frozen=True)
class Portion:
    """Whole records of a file, and what stands before them in their table.

    `start` and `end` are bytes, or row groups; `records` counts the records before, `lines` the
    line ends; `count` is how many records it holds.
    """

    file: int
    start: int
    end: int
    records: int
    lines: int
    count: int


def cut_evenly(begun: BegunTable, size: int) -> tuple[Stretch, ...]:
    """Cut the files of a table in stretches of about so many bytes; each file begins one."""
    return tuple(
        Stretch(number, start, min(start + size, file.size))
        for number, file in enumerate(begun.files)
        for start in range(file.start, max(file.size, file.start + 1), size)
    )


def survey_stretch(begun: BegunTable, stretch: Stretch, limits: Limits) -> Survey:
    """Survey the lines that begin in a stretch; the last line of a file is taken to end.

    OSError where it cannot be read.
    """
    file, found = begun.files[stretch.file], survey(b"", begun.marks)
    with file.path.open("rb") as opened:
        start = find_line(opened, file, stretch.start, limits)
        end = find_line(opened, file, stretch.end, limits)
        if start is None or end is None:
            return replace(found, sound=False)
        opened.seek(start)
        held = b""
        while start < end:
            raw = opened.read(min(SURVEYED_AT_ONCE, end - start))
            start += len(raw)
            text = held + raw
            if start == file.size and not text.endswith((b"\n", b"\r")):
                text += b"\n"
            whole = text.rfind(b"\n") + 1
            found, held = join(found, survey(text[:whole], begun.marks)), text[whole:]
            # A lone carriage return at the very end is left over, too.
            if not raw or len(held) > limits.record_bytes or (held and start == end):
                return replace(found, sound=False)
    return found


def find_line(opened: BinaryIO, file: BegunFile, at: int, limits: Limits) -> int | None:
    """Find where the first line begins at a byte of a file or behind it; its end where none does.

    None where a line is longer than a record may be.
    """
    if at <= file.start:
        return file.start
    opened.seek(at - 1)
    passed = at - 1
    while passed - at <= limits.record_bytes:
        raw = opened.read(SURVEYED_AT_ONCE)
        found = raw.find(b"\n")
        if found >= 0 or not raw:
            return passed + found + 1 if raw else file.size
        passed += len(raw)
    return None


class Start(NamedTuple):
    """Where a portion may begin: file and byte, and the records and line ends before it."""

    file: int
    at: int
    records: int
    lines: int


def divide_table(
    begun: BegunTable, stretches: Sequence[Stretch], surveys: Sequence[Survey], limits: Limits
) -> tuple[Portion, ...] | None:
    """Divide a table where its stretches show it sound; None where one reader must read it."""
    starts: list[Start] = []
    at = records = opened = 0
    quoted, file = False, -1
    lines = begun.files[0].lines
    for stretch, seen in zip(stretches, surveys, strict=True):
        if stretch.file != file:
            file, at = stretch.file, begun.files[stretch.file].start
            if opened or quoted:
                return None
        walk = seen.walk(quoted=quoted)
        if not seen.sound or not walk.sound:
            return None
        if not opened and seen.size:
            starts.append(Start(file, at, records, lines))
        elif opened and walk.records:
            starts.append(Start(file, at + walk.head, records + 1, lines + walk.head_lines))
        if max(opened + walk.head, walk.largest) > limits.record_bytes:
            return None
        opened = walk.tail if walk.records else opened + walk.tail
        quoted, records = walk.quoted, records + walk.records
        at, lines = min(at + seen.size, begun.files[file].size), lines + seen.lines
    return None if opened else pair_starts(begun, starts, records)


def pair_starts(begun: BegunTable, starts: list[Start], records: int) -> tuple[Portion, ...]:
    """Give the portions from each start to the next."""
    return tuple(
        Portion(
            one.file,
            one.at,
            other.at if other.file == one.file else begun.files[one.file].size,
            one.records,
            one.lines,
            other.records - one.records,
        )
        for one, other in pairwise([*starts, Start(-1, 0, records, 0)])
        if other.records > one.records
    )


def make_seams(begun: BegunTable, portions: Sequence[Portion]) -> Seams:
    """Give the seams of a table whose portions are known, as reading all of them would."""
    seams = Seams(begun.places)
    first: dict[int, Portion] = {}
    for each in portions:
        first.setdefault(each.file, each)
    for number in range(1, len(begun.files)):
        seams.add(first[number].lines, whole=True, omitted=begun.files[number].lines)
    at = make_positions([each.lines + 1 for each in first.values()])
    if seams.several and len(at):
        seams.lines(at, make_positions([each.records + 1 for each in first.values()]))
    return seams


def read_text(path: Path, portion: Portion, limits: Limits) -> Iterator[bytes]:
    """Give the text of a portion of a CSV file; its last record ends, and no CRLF is cut in two.

    OSError where it cannot be read.
    """
    with path.open("rb") as file:
        file.seek(portion.start)
        left, text, held = portion.end - portion.start, b"", b""
        while raw := file.read(min(limits.block_bytes, left)):
            left -= len(raw)
            text = held + raw
            held = text[-1:] if text.endswith(b"\r") else b""
            yield text[: len(text) - len(held)]
        # Only the last line of a file may lack its end.
        yield held if held or text.endswith(b"\n") else b"\n"
