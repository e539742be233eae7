"""The tree of a table's records, as a canonical CSV file holds them."""

from itertools import islice
from pathlib import Path

from pressmark.package.redacted import Redacted
from pressmark.package.tree import RUN, GrowingTree, TreeHead, make_first_leaf
from pressmark.releases.sidecars.proof import read_records


def read_tree(path: Path, table: str, null_text: str, redacted: Redacted | None = None) -> TreeHead:
    """Give the tree of a table, of which `path` is the canonical CSV, read run by run.

    Of records that were `redacted` the hashes of their leaves are taken.
    """
    tree = GrowingTree(redacted=redacted.hashes if redacted else {})
    with path.open("rb") as file:
        records = read_records(file)
        tree.add([make_first_leaf(table, next(records, b""), null_text)])
        while some := list(islice(records, RUN)):
            tree.add(some)
    return tree.head
