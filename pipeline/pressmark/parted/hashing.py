"""The files of a table's parts hashed by workers: what its digests need of each."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from pressmark.engines.work import Batches, Work
from pressmark.package.tree import (
    RUN,
    Subtree,
    find_subtrees,
    hash_leaf,
    join_subtrees,
    make_first_leaf,
)
from pressmark.parted.tasks import Making, do_told, read_told, tell
from pressmark.releases.trees import read_lines


@dataclass(frozen=True)
class PartFile:
    """A file of a part: its table's name and text for null, and which leaf its first record is.

    The first part has the header, which is leaf 0 of the table, as its first record.
    """

    path: Path
    table: str
    null_text: str
    first: int


@dataclass(frozen=True)
class HashedFile:
    """What a part's file was hashed to: its sha256 in hexadecimal, and the subtrees of its leaves.

    `size` counts its bytes, `leaves` its leaves.
    """

    sha256: str
    size: int
    leaves: int
    subtrees: tuple[Subtree, ...]


def hash_parts(making: Making, files: Sequence[PartFile]) -> tuple[HashedFile, ...]:
    """Hash the file of every part."""
    told = read_told(
        making.machines.spread(len(files), partial(hash_part, making.work, tuple(files)))
    )
    return tuple(
        HashedFile(
            each["sha256"],
            each["size"],
            each["leaves"],
            tuple(Subtree(level, at, bytes.fromhex(top)) for level, at, top in each["subtrees"]),
        )
        for each in told
    )


def hash_part(work: Work, files: tuple[PartFile, ...], number: int) -> Batches:
    """Hash the file of the part of that number."""
    part = files[number]
    yield from do_told(work, number, str(part.path), hash_file(part, number))


def hash_file(part: PartFile, number: int) -> Batches:
    """Hash likewise, and tell."""
    records, digest = read_lines([part.path]), hashlib.sha256()
    subtrees: list[Subtree] = []
    size, at = 0, part.first
    while some := list(islice(records, RUN)):
        text = b"".join(some)
        digest.update(text)
        size += len(text)
        if at == 0:
            some[0] = make_first_leaf(part.table, some[0], part.null_text)
        subtrees = join_subtrees([*subtrees, *find_subtrees(list(map(hash_leaf, some)), at)])
        at += len(some)
    written = [(each.level, each.place, each.hash.hex()) for each in subtrees]
    yield tell(
        number, sha256=digest.hexdigest(), size=size, leaves=at - part.first, subtrees=written
    )
