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
from pressmark.package.digests import null_text_of
from pressmark.package.own import STORAGE, TREE
from pressmark.package.tree import TreeHead, first_leaf, leaf_hash, path_of, root_of
from pressmark.releases.sidecars.proof import cells_of, records_of

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
            wanted = order_of(self.table, key)
        except ValueError:
            return None
        orders = [run.order for run in self.runs]
        number = max(0, bisect_right(orders, wanted) - 1)
        leaves = list(self.leaves(number))
        texts = [part.replace('"', '""').encode() for part in key]
        for within, leaf in enumerate(leaves):
            position = number * RUN + within
            if position and all(text in leaf for text in texts):
                cells, _ = cells_of(leaf.decode())
                if key_in(self.table, cells) == key:
                    return FoundLeaf(leaf.decode(), position, self.path(number, within, leaves))
        return None

    def leaves(self, number: int) -> Iterator[bytes]:
        """Read the leaves of one run."""
        before = [] if number else [self.first]
        with self.file.open("rb") as file:
            file.seek(self.runs[number].offset)
            yield from islice(chain(before, records_of(file)), RUN)

    def path(self, number: int, within: int, leaves: list[bytes]) -> tuple[str, ...]:
        """Give the path of a leaf; ReleaseError where the file is not what it was when read."""
        hashes = [leaf_hash(leaf) for leaf in leaves]
        if root_of(hashes) != self.runs[number].root:
            raise another(self.file)
        return tuple(each.hex() for each in whole_path(hashes, within, self.runs, number))


def provable(table: Table) -> ProvableTable:
    """Read a table of a release of the second format or a later one.

    ReleaseError where its file does not have the tree that the release says.
    """
    told, (file,) = TREE.of(table.resource), table.paths
    runs: list[RunOfLeaves] = []
    hashes: list[bytes] = []
    first_hashes: list[bytes] = []
    size = 0
    with file.open("rb") as opened:
        records = records_of(opened)
        header = next(records, b"")
        first, offset = first_leaf(table.name, header, null_text_of(table)), len(header)
        leaves = chain([first], records)
        while run := list(islice(leaves, RUN)):
            hashes = [leaf_hash(leaf) for leaf in run]
            first_hashes = first_hashes or hashes
            cells, _ = cells_of(run[0 if runs else 1].decode()) if runs or run[1:] else ([], "")
            order = order_of(table, key_in(table, cells)) if cells else ()
            runs.append(RunOfLeaves(root_of(hashes), offset, order))
            offset += sum(map(len, run)) - (0 if size else len(first))
            size += len(run)
    root = root_of([run.root for run in runs])
    if told != TreeHead(size=size, root=f"sha256:{root.hex()}"):
        raise another(file)
    path = whole_path(first_hashes, 0, tuple(runs), 0)
    return ProvableTable(table, file, told, first, tuple(p.hex() for p in path), tuple(runs))


def whole_path(
    hashes: list[bytes], within: int, runs: tuple[RunOfLeaves, ...], number: int
) -> Iterator[bytes]:
    """Give the path of a leaf inside its run, and then that of the run."""
    yield from path_of(hashes, within)
    yield from path_of([run.root for run in runs], number)


def key_in(table: Table, cells: list[str]) -> Key:
    """Give the primary key that the cells of a record hold."""
    schema = table.schema
    return tuple(cells[schema.position(name)] for name in schema.primary_key or ())


def order_of(table: Table, key: Key) -> tuple[Any, ...]:
    """Give what sorts a key as a release does; ValueError for one that no record can have."""
    names = table.schema.primary_key or ()
    kinds = [STORAGE.of(table.schema.field(name)) for name in names]
    try:
        return tuple(
            number_in(part) if kind in ("integer", "double", "decimal") else part.encode()
            for kind, part in zip(kinds, key, strict=True)
        )
    except InvalidOperation:
        message = f"{key!r} is no key of {table.name}"
        raise ValueError(message) from None


def number_in(text: str) -> Decimal:
    """Read a part of a key that is a number; InvalidOperation for what has no place among them."""
    number = Decimal(text)
    if number.is_nan():
        raise InvalidOperation
    return number


def another(file: Path) -> ReleaseError:
    """Say that a file is not the one of which the release has the tree."""
    right = "bring the folder back from version control"
    return ReleaseError(str(file), "is not what was published", right)
