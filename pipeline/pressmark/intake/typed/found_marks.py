"""What the programs that look through sheets share: places, and how what is found is written."""

import json
import re
import sys
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

MOST = 1_000
"""Things of one kind that are listed."""
TOLD_BY_VALUE = ("error",)
"""Kinds of which the text tells whether they are faults."""
CELL = re.compile("([A-Z]+)[0-9]+")
READ_BYTES = 262_144
LONGEST = 1_000

Attributes = dict[str, str]


def render_letters(column: int) -> str:
    """Name a column, counted from 1."""
    name = ""
    while column:
        column, left = divmod(column - 1, 26)
        name = chr(ord("A") + left) + name
    return name


def read_letters(name: str) -> int:
    """Count the column that letters name, from 1."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


@dataclass
class FoundMarks:
    """Writes what is found; of each kind, and of a column in a format, only so many."""

    _counts: Counter[str] = field(default_factory=Counter)
    _columns: set[tuple[str, str]] = field(default_factory=set)
    _more: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, kind: str, place: str, what: str = "") -> None:
        """Write a thing."""
        self._counts[kind] += 1
        if self._counts[kind] <= MOST:
            sys.stdout.write(json.dumps([kind, place, what[:LONGEST]]) + "\n")
            return
        cell = CELL.fullmatch(place)
        alike = kind, cell[1] if cell else "", what[:LONGEST] if kind in TOLD_BY_VALUE else ""
        self._more[alike if alike in self._more or len(self._more) < MOST else (kind, "", "")] += 1

    def once(self, kind: str, column: str, place: str, what: str) -> None:
        """Write the first thing of a column, in which many are alike."""
        if (kind, column) not in self._columns:
            self._columns.add((kind, column))
            self.add(kind, place, what)

    def end(self) -> None:
        """Write how many were not listed, of a kind and column, and with the same text there."""
        for (kind, column, what), count in self._more.items():
            sys.stdout.write(json.dumps([kind, column, what, count]) + "\n")


def strip_prefix(name: str) -> str:
    """Give a name without its prefix."""
    return name.rpartition(":")[2]


def parse(
    archive: zipfile.ZipFile, name: str, start: Any, end: Any = None, data: Any = None
) -> None:
    """Read a part of a workbook as a stream."""
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = data
    with archive.open(name) as part:
        while piece := part.read(READ_BYTES):
            parser.Parse(piece)
    parser.Parse(b"", True)  # noqa: FBT003 - the library's own
