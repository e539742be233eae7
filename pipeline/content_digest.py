"""The content digest of a release: what a citation pins, however the tables are stored."""

import hashlib
from collections.abc import Iterable


def release_digest(pairs: Iterable[tuple[str, str]]) -> str:
    """Give `sha256:…` of the sorted lines `<table> <sha256 of its canonical CSV>`.

    `pairs` are names of tables and digests in hexadecimal; every line ends with a line feed
    (standard.md, "We store").
    """
    lines = sorted(f"{table} {digest}\n" for table, digest in pairs)
    return "sha256:" + hashlib.sha256("".join(lines).encode()).hexdigest()
