"""A table of a release, read once, so that any record of it can then be proven by a short reading.

Of every run of records a root, an offset and the first key are kept, never the records.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pressmark.errors import ReleaseError
from pressmark.package import Table
from pressmark.package.digests import find_null_text
from pressmark.package.own import STORAGE, TREE
from pressmark.package.tree import TreeHead, find_path, find_root, hash_leaf, make_first_leaf
from pressmark.releases.sidecars.proof import read_cells, read_records

RUN = 4_096
"""So many leaves are read for a proof; a power of two."""
Key = tuple[str, ...]


@dataclass(frozen=True)
class RunOfLeaves:
    """Leaves that stand together: their root, where in the file their records begin, how sorted."""

    root: bytes
    offset: int
    order: tuple[Any, ...]


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
    file: Path
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
        orders = [run.order for run in self.runs]
        number = max(0, bisect_right(orders, wanted) - 1)
        leaves = list(self.leaves(number))
        texts = [part.replace('"', '""').encode() for part in key]
        for within, leaf in enumerate(leaves):
            position = number * RUN + within
            if position and all(text in leaf for text in texts):
                cells, _ = read_cells(leaf.decode())
                if find_key(self.table, cells) == key:
                    return FoundLeaf(leaf.decode(), position, self.path(number, within, leaves))
        return None

    def leaves(self, number: int) -> Iterator[bytes]:
        """Read the leaves of one run."""
        before = [] if number else [self.first]
        with self.file.open("rb") as file:
            file.seek(self.runs[number].offset)
            yield from islice(chain(before, read_records(file)), RUN)

    def path(self, number: int, within: int, leaves: list[bytes]) -> tuple[str, ...]:
        """Give the path of a leaf; ReleaseError where the file is not what it was when read."""
        hashes = [hash_leaf(leaf) for leaf in leaves]
        if find_root(hashes) != self.runs[number].root:
            raise explain_other_file(self.file)
        return tuple(each.hex() for each in join_paths(hashes, within, self.runs, number))


def read_provable(table: Table) -> ProvableTable:
    """Read a table of a release of the second format or a later one.

    ReleaseError where its file does not have the tree that the release says.
    """
    told, (file,) = TREE.of(table.resource), table.paths
    runs: list[RunOfLeaves] = []
    hashes: list[bytes] = []
    first_hashes: list[bytes] = []
    size = 0
    with file.open("rb") as opened:
        records = read_records(opened)
        header = next(records, b"")
        first, offset = make_first_leaf(table.name, header, find_null_text(table)), len(header)
        leaves = chain([first], records)
        while run := list(islice(leaves, RUN)):
            hashes = [hash_leaf(leaf) for leaf in run]
            first_hashes = first_hashes or hashes
            cells, _ = read_cells(run[0 if runs else 1].decode()) if runs or run[1:] else ([], "")
            order = order_key(table, find_key(table, cells)) if cells else ()
            runs.append(RunOfLeaves(find_root(hashes), offset, order))
            offset += sum(map(len, run)) - (0 if size else len(first))
            size += len(run)
    root = find_root([run.root for run in runs])
    if told != TreeHead(size=size, root=f"sha256:{root.hex()}"):
        raise explain_other_file(file)
    path = join_paths(first_hashes, 0, tuple(runs), 0)
    return ProvableTable(table, file, told, first, tuple(p.hex() for p in path), tuple(runs))


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


def explain_other_file(file: Path) -> ReleaseError:
    """Say that a file is not the one of which the release has the tree."""
    right = "bring the folder back from version control"
    return ReleaseError(str(file), "is not what was published", right)
