"""The Merkle tree of a table's records, and what a release says of it (RFC 6962, section 2.1).

`docs/reference/digests.md` tells it all, with examples: what the leaves are, how they are hashed,
and how a release's content digest follows. The hash of n leaves is that of the node above the
hashes of the first k and of the others, where k is the largest power of two below n. So hashes can
be paired level by level, a last one without a pair rising as it is, and those of whole runs of
leaves stand for the leaves themselves.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from pressmark.package.own_values import Count, Digest

LEAF, NODE = b"\x00", b"\x01"
"""What is hashed before a leaf, and before the two hashes below a node."""
RUN = 65_536
"""So many leaves are hashed before their root takes their place; a power of two."""


class TreeHead(BaseModel):
    """What a release says of a table's tree: how many leaves it has, and its root."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    size: Count
    root: Digest

    def line(self, table: str) -> str:
        """Give the line by which a release's content digest covers the table of that name."""
        return f"{self.root.removeprefix('sha256:')} {self.size} {table}\n"


class Subtree(NamedTuple):
    """A whole subtree: it has 2 ** `level` leaves, and `place` others of its size stand before it.

    Its hash is the same whatever the tree has besides, so each part of a table can be hashed alone.
    """

    level: int
    place: int
    hash: bytes


@dataclass
class GrowingTree:
    """A tree to which leaves are added one after the other; it holds the roots of its full runs.

    Those are a two-thousandth of what the hashes of all leaves would take. A `run` is a power of
    two. Of leaves that were redacted the hashes alone are known, by their positions: they take
    their places among those that are added.
    """

    run: int = RUN
    redacted: Mapping[int, bytes] = field(default_factory=dict)
    roots: list[bytes] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)

    def add(self, leaves: Iterable[bytes]) -> None:
        """Add leaves behind those that are there."""
        # The same as `hash_leaf`, without a call for each of a million leaves.
        sha256 = hashlib.sha256
        hashes = [sha256(LEAF + leaf).digest() for leaf in leaves]
        self.hashes += place_redacted(hashes, self.redacted, self.size) if self.redacted else hashes
        while len(self.hashes) >= self.run:
            self.roots.append(find_root(self.hashes[: self.run]))
            del self.hashes[: self.run]

    @property
    def size(self) -> int:
        """How many leaves were added up to now."""
        return len(self.roots) * self.run + len(self.hashes)

    @property
    def head(self) -> TreeHead:
        """The size and the root of what was added up to now, at least one leaf."""
        rest = [find_root(self.hashes)] if self.hashes else []
        root = find_root([*self.roots, *rest])
        return TreeHead(size=self.size, root=f"sha256:{root.hex()}")


def place_redacted(
    hashes: Iterable[bytes], redacted: Mapping[int, bytes], first: int
) -> Iterator[bytes]:
    """Give hashes of leaves from the position `first` on, with those of redacted ones among them.

    One stands behind the leaf that came before it, so the first of all leaves is none of them.
    """
    position = first
    for each in hashes:
        yield each
        position += 1
        while position in redacted:
            yield redacted[position]
            position += 1


def make_first_leaf(table: str, header: bytes, null_text: str) -> bytes:
    """Give the first leaf: the table's name, its header line, and how it writes a missing value.

    `header` ends with a line feed. An empty text for missing values is not told.
    """
    missing = f"{null_text}\n" if null_text else ""
    return f"{table}\n".encode() + header + missing.encode()


def find_head(hashes: Sequence[bytes]) -> TreeHead:
    """Give the size and the root above the hashes of leaves, of which there is one at least."""
    return TreeHead(size=len(hashes), root=f"sha256:{find_root(hashes).hex()}")


def begin_leaf() -> "hashlib._Hash":
    """Begin the hash of a leaf that comes in pieces."""
    return hashlib.sha256(LEAF)


def hash_leaf(leaf: bytes) -> bytes:
    """Hash one leaf."""
    return hashlib.sha256(LEAF + leaf).digest()


def find_root(hashes: Sequence[bytes]) -> bytes:
    """Give the root above the hashes of leaves, or of whole runs of them; of one it is itself."""
    level = hashes
    while len(level) > 1:
        level = build_level_above(level)
    return level[0]


def build_level_above(level: Sequence[bytes]) -> list[bytes]:
    """Pair hashes into the nodes above them; a last one without a pair rises as it is."""
    sha256, joined = hashlib.sha256, b"".join(level)
    pairs = len(level) // 2 * 64
    above = [sha256(NODE + joined[at : at + 64]).digest() for at in range(0, pairs, 64)]
    return above if len(level) % 2 == 0 else [*above, level[-1]]


def find_path(hashes: Sequence[bytes], position: int) -> Iterator[bytes]:
    """Give the hashes that lead from one of these to their root, the nearest first."""
    level = hashes
    while len(level) > 1:
        beside = position ^ 1
        if beside < len(level):
            yield level[beside]
        level, position = build_level_above(level), position // 2


def find_subtrees(hashes: Sequence[bytes], first: int) -> list[Subtree]:
    """Give the fewest whole subtrees above hashes of leaves, of which the first stands at `first`.

    They stand in the order of the leaves.
    """
    before: list[Subtree] = []
    behind: list[Subtree] = []
    row, level = list(hashes), 0
    while row:
        if first % 2:
            before.append(Subtree(level, first, row.pop(0)))
            first += 1
        if len(row) % 2:
            behind.append(Subtree(level, first + len(row) - 1, row.pop()))
        row, first, level = build_level_above(row), first // 2, level + 1
    return [*before, *reversed(behind)]


def join_subtrees(subtrees: Iterable[Subtree]) -> list[Subtree]:
    """Join subtrees that follow each other into the fewest whole ones."""
    joined: list[Subtree] = []
    for each in subtrees:
        level, place, top = each
        while place % 2 and joined and joined[-1][:2] == (level, place - 1):
            top = hash_node(joined.pop().hash, top)
            level, place = level + 1, place // 2
        joined.append(Subtree(level, place, top))
    return joined


def find_head_above(subtrees: Iterable[Subtree], size: int) -> TreeHead:
    """Give the size and the root of a tree of so many leaves, all of them below its subtrees."""
    *others, (_, _, root) = join_subtrees(subtrees)
    for each in reversed(others):
        root = hash_node(each.hash, root)
    return TreeHead(size=size, root=f"sha256:{root.hex()}")


def hash_node(left: bytes, right: bytes) -> bytes:
    """Hash two hashes into that of the node above them."""
    return hashlib.sha256(NODE + left + right).digest()
