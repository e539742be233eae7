"""Content digests: what a release says, whatever the files in which it is said.

The digest of a table is the sha256 of its canonical CSV, which a released descriptor gives as the
table's `hash`. That of a release is the sha256 of a line for each table, and citations give it:

- in the first format `<table> <digest of the table>`, the lines sorted; of a table of which records
  were redacted it is the digest of the file that was published;
- from the second on `<root> <size> <table>`, of the tree of its records, so that one record can be
  proven by it; sorted by the bytes of the table's name (docs/reference/digests.md).
"""

import hashlib
from collections.abc import Iterable, Iterator

from pressmark.package import Descriptor, Package, Table
from pressmark.package.own import FORMAT, REDACTED, TREE

SHA256 = "sha256:"


def read_table_digests(release: Package) -> dict[str, str]:
    """Give each table's content digest in hexadecimal, as a release's own descriptor says it."""
    return {
        table.name: (table.resource.hash or "").removeprefix(SHA256) for table in release.tables
    }


def read_content_digest(released: Descriptor) -> str | None:
    """Give a release's content digest, `sha256:…`, as its own descriptor says it.

    None where it does not say what the digest is taken of, as a release does of each table.
    """
    first = FORMAT.of(released) is None
    lines = tuple(write_hash_lines(released) if first else write_tree_lines(released))
    if len(lines) < len(released.resources):
        return None
    return hash_content_lines(lines)


def hash_content_lines(lines: Iterable[str]) -> str:
    """Give the content digest of a release, `sha256:…`, from the sorted lines of its tables."""
    return f"{SHA256}{hashlib.sha256(''.join(lines).encode()).hexdigest()}"


def find_published_digest(released: Package) -> str | None:
    """Give the content digest that the ledger's entry of a release carries.

    None in the first format, whose entries carry none.
    """
    first = FORMAT.of(released.descriptor) is None
    return None if first else read_content_digest(released.descriptor)


def write_hash_lines(released: Descriptor) -> Iterator[str]:
    """Give the line of each table in the first format, sorted."""
    redacted = {each.name: REDACTED.of(each) for each in released.resources}
    tables = [
        (each.name, gone.hash if (gone := redacted[each.name]) else each.hash or "")
        for each in released.resources
    ]
    yield from sorted(
        render_hash_line(name, digest.removeprefix(SHA256))
        for name, digest in tables
        if digest.startswith(SHA256)
    )


def render_hash_line(table: str, sha256: str) -> str:
    """Give the line of one table in the first format, of the sha256 of its CSV in hexadecimal."""
    return f"{table} {sha256}\n"


def write_tree_lines(released: Descriptor) -> Iterator[str]:
    """Give the line of each table from the second format on, sorted by the table's name."""
    for each in sorted(released.resources, key=lambda each: each.name.encode()):
        tree = TREE.of(each)
        if tree:
            yield tree.line(each.name)


def find_null_text(released: Table) -> str:
    """Give the text for a missing value in a released table: all its fields write it in one way."""
    return next(iter(released.schema.missing(released.schema.fields[0])), "")
