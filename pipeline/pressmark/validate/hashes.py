"""Why a hash in a descriptor is not that of its file: no algorithm is named, or git made it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

BY_LENGTH = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
"""The algorithm whose digests have so many hexadecimal digits, where none is named."""
READ_BYTES = 1024 * 1024


def guess_hash(paths: tuple[Path, ...], algorithm: str, digest: str) -> tuple[str, str] | None:
    """Say what a hash is that is not the file's, and what to write; None where that is not known.

    Without an algorithm the standard takes it for md5. Git names a file by the sha1, or sha256, of
    its size and its bytes ("Git Objects").
    """
    likely = BY_LENGTH.get(len(digest))
    if not algorithm and likely not in (None, "md5") and hash_files(paths, likely or "") == digest:
        return f"is a {likely}, and does not say so", f'Write "{likely}:{digest}".'
    if likely in ("sha1", "sha256"):
        size = sum(path.stat().st_size for path in paths)
        if hash_files(paths, likely, f"blob {size}\0".encode()) == digest:
            right = f'Write "sha256:{hash_files(paths, "sha256")}".'
            return "is the id that git gives to the file, which is no hash of its bytes", right
    return None


def hash_files(paths: Iterable[Path], algorithm: str, before: bytes = b"") -> str:
    """Give the digest of files, one after the other, behind some bytes; in hexadecimal.

    ValueError where there is no such algorithm.
    """
    digest = hashlib.new(algorithm, before)
    for path in paths:
        with path.open("rb") as file:
            while raw := file.read(READ_BYTES):
                digest.update(raw)
    return digest.hexdigest()
