"""Tables that a release holds in several files each: parts, cut where a record ends.

Where the one file of a table would stand is a folder of that name, as engines read and write it.
All parts put together are, byte for byte, what the one file would be: only the first has a header.
"""

from collections.abc import Sequence
from pathlib import PurePosixPath

from pressmark.package.own import PARTS
from pressmark.package.package import Table


def list_parts(table: Table) -> tuple[int, ...]:
    """Give how many records each part of a released table holds; none where it is one file."""
    return PARTS.of(table.resource) or ()


def describe_parts(parts: tuple[int, ...]) -> dict[str, list[int]]:
    """Say in a released table's entry how it is cut; nothing where it is one file."""
    return {PARTS.name: list(parts)} if parts else {}


def name_part_files(path: str, parts: Sequence[int]) -> tuple[str, ...]:
    """Name the files of a table whose one file would stand at a path: that, or one for a part."""
    ending = PurePosixPath(path).suffix
    cut = range(1, len(parts) + 1)
    return tuple(f"{path}/part-{number:05}{ending}" for number in cut) or (path,)
