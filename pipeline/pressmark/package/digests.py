"""Content digests: what a release says, whatever the files in which it is said.

The digest of a table is the sha256 of its canonical CSV, which a released descriptor gives as the
table's `hash`; that of a release is the sha256 of the sorted lines `<table> <digest>`, each with
a line feed (docs/explanation/standard.md, "What is stored"). Citations give it.
"""

import hashlib
from collections.abc import Mapping

from pressmark.package import Package


def table_digests(release: Package) -> dict[str, str]:
    """Give each table's content digest in hexadecimal, as a release's own descriptor says it."""
    return {
        table.name: (table.resource.hash or "").removeprefix("sha256:") for table in release.tables
    }


def content_digest(tables: Mapping[str, str]) -> str:
    """Give a release's content digest, `sha256:…`, from those of its tables in hexadecimal."""
    lines = sorted(f"{name} {digest}\n" for name, digest in tables.items())
    return f"sha256:{hashlib.sha256(''.join(lines).encode()).hexdigest()}"
