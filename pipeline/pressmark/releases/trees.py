"""The tree of a table's records, as a canonical CSV file holds them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from pressmark.package.redacted import Redacted
from pressmark.package.tree import RUN, GrowingTree, TreeHead, make_first_leaf
from pressmark.releases.sidecars.proof import read_records


def read_tree(
    paths: Iterable[Path], table: str, null_text: str, redacted: Redacted | None = None
) -> TreeHead:
    """Give the tree of a table, of which these are the files of canonical CSV, read run by run.

    Of records that were `redacted` the hashes of their leaves are taken.
    """
    tree = GrowingTree(redacted=redacted.hashes if redacted else {})
    records = read_lines(paths)
    tree.add([make_first_leaf(table, next(records, b""), null_text)])
    while some := list(islice(records, RUN)):
        tree.add(some)
    return tree.head


def read_lines(paths: Iterable[Path], offset: int = 0) -> Iterator[bytes]:
    """Give the records of a table from a byte of its files on, which are put together.

    The first at their beginning is the header. OSError where a file cannot be read.
    """
    for path in paths:
        size = path.stat().st_size
        if offset < size:
            with path.open("rb") as file:
                file.seek(offset)
                yield from read_records(file)
        offset = max(0, offset - size)
