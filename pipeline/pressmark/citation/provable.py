"""A table of a release, read once, so that any record of it can then be proven by a short reading.

Of every run of records a root, an offset and the first key are kept, never the records. Records
that were redacted have their places in the runs, where their hashes stand for them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pressmark.errors import ReleaseError
from pressmark.package import Table
from pressmark.package.digests import find_null_text
from pressmark.package.own import REDACTED, STORAGE, TREE
from pressmark.package.tree import TreeHead, find_path, find_root, hash_leaf, make_first_leaf
from pressmark.releases.sidecars.proof import read_cells
from pressmark.releases.trees import read_lines

RUN = 4_096
"""So many leaves are read for a proof; a power of two."""
Key = tuple[str, ...]


@dataclass(frozen=True)
class RunOfLeaves:
    """Leaves that stand together: their root, where in the file their records begin, how sorted.

    `order` is that of the first record; it is None where every one of them was redacted.
    """

    root: bytes
    offset: int
    order: tuple[Any, ...] | None


@dataclass(frozen=True)
class FoundLeaf:
    """Where a record stands: its leaf, which one it is, and the path from it to the root."""

    record: str
    position: int
    path: tuple[str, ...]


@dataclass(frozen=True)
class ProvableTable:
    """A table with its tree: the text of its first leaf, with its path, and the runs of leaves."""

    table: Table
    files: tuple[Path, ...]
    head: TreeHead
    first: bytes
    first_path: tuple[str, ...]
    runs: tuple[RunOfLeaves, ...]

    def find(self, key: Key) -> FoundLeaf | None:
        """Find the record with that primary key, of which one run of records is read."""
        try:
            wanted = order_key(self.table, key)
        except ValueError:
            return None
        searched = [(run.order, at) for at, run in enumerate(self.runs) if run.order is not None]
        place = max(0, bisect_right(searched, wanted, key=lambda each: each[0]) - 1)
        number = searched[place][1] if searched else 0
        leaves = list(self.leaves(number))
        texts = [part.replace('"', '""').encode() for part in key]
        for within, leaf in enumerate(leaves):
            position = number * RUN + within
            if position and leaf is not None and all(text in leaf for text in texts):
                cells, _ = read_cells(leaf.decode())
                if find_key(self.table, cells) == key:
                    return FoundLeaf(leaf.decode(), position, self.path(number, within, leaves))
        return None

    def leaves(self, number: int) -> Iterator[bytes | None]:
        """Read the leaves of one run; None for one that was redacted."""
        before = [] if number else [self.first]
        redacted = read_redacted(self.table)
        records = read_lines(self.files, self.runs[number].offset)
        yield from islice(leave_places(chain(before, records), redacted, number * RUN), RUN)

    def path(self, number: int, within: int, leaves: list[bytes | None]) -> tuple[str, ...]:
        """Give the path of a leaf; ReleaseError where the file is not what it was when read."""
        hashes = hash_run(leaves, read_redacted(self.table), number * RUN)
        if find_root(hashes) != self.runs[number].root:
            raise explain_other_files(self.files)
        return tuple(each.hex() for each in join_paths(hashes, within, self.runs, number))


def read_provable(table: Table) -> ProvableTable:
    """Read a table of a release of the second format or a later one.

    ReleaseError where its file does not have the tree that the release says.
    """
    told, files = TREE.of(table.resource), table.paths
    runs: list[RunOfLeaves] = []
    first_hashes: list[bytes] = []
    size = 0
    records = read_lines(files)
    header = next(records, b"")
    first, offset = make_first_leaf(table.name, header, find_null_text(table)), len(header)
    redacted = read_redacted(table)
    leaves = leave_places(chain([first], records), redacted, 0)
    while run := list(islice(leaves, RUN)):
        hashes = hash_run(run, redacted, size)
        first_hashes = first_hashes or hashes
        there = [leaf for leaf in run[0 if runs else 1 :] if leaf is not None]
        order = (
            order_key(table, find_key(table, read_cells(there[0].decode())[0])) if there else None
        )
        runs.append(RunOfLeaves(find_root(hashes), offset, order))
        offset += sum(len(leaf) for leaf in run if leaf) - (0 if size else len(first))
        size += len(run)
    root = find_root([run.root for run in runs])
    if told != TreeHead(size=size, root=f"sha256:{root.hex()}"):
        raise explain_other_files(files)
    path = join_paths(first_hashes, 0, tuple(runs), 0)
    return ProvableTable(table, files, told, first, tuple(p.hex() for p in path), tuple(runs))


def read_redacted(table: Table) -> dict[int, bytes]:
    """Give the hashes of the records that were redacted, by the positions of their leaves."""
    redacted = REDACTED.of(table.resource)
    return redacted.hashes if redacted else {}


def leave_places(
    leaves: Iterable[bytes], redacted: Mapping[int, bytes], first: int
) -> Iterator[bytes | None]:
    """Give leaves that are there, from the position `first` on, and None for each redacted one."""
    position = first
    while position in redacted:
        yield None
        position += 1
    for leaf in leaves:
        yield leaf
        position += 1
        while position in redacted:
            yield None
            position += 1


def hash_run(
    leaves: Iterable[bytes | None], redacted: Mapping[int, bytes], first: int
) -> list[bytes]:
    """Hash leaves from the position `first` on."""
    return [
        redacted[position] if leaf is None else hash_leaf(leaf)
        for position, leaf in enumerate(leaves, start=first)
    ]


def join_paths(
    hashes: list[bytes], within: int, runs: tuple[RunOfLeaves, ...], number: int
) -> Iterator[bytes]:
    """Give the path of a leaf inside its run, and then that of the run."""
    yield from find_path(hashes, within)
    yield from find_path([run.root for run in runs], number)


def find_key(table: Table, cells: list[str]) -> Key:
    """Give the primary key that the cells of a record hold."""
    schema = table.schema
    return tuple(cells[schema.position(name)] for name in schema.primary_key or ())


def order_key(table: Table, key: Key) -> tuple[Any, ...]:
    """Give what sorts a key as a release does; ValueError for one that no record can have."""
    names = table.schema.primary_key or ()
    kinds = [STORAGE.of(table.schema.field(name)) for name in names]
    try:
        return tuple(
            read_number(part) if kind in ("integer", "double", "decimal") else part.encode()
            for kind, part in zip(kinds, key, strict=True)
        )
    except InvalidOperation:
        message = f"{key!r} is no key of {table.name}"
        raise ValueError(message) from None


def read_number(text: str) -> Decimal:
    """Read a part of a key that is a number; InvalidOperation for what has no place among them."""
    number = Decimal(text)
    if number.is_nan():
        raise InvalidOperation
    return number


def explain_other_files(files: tuple[Path, ...]) -> ReleaseError:
    """Say that files are not those of which the release has the tree."""
    right = "bring the folder back from version control"
    return ReleaseError(", ".join(map(str, files)), "is not what was published", right)
