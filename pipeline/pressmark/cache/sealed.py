"""A JSON document in a file that only its own user could have written, whole or worth nothing."""

import hashlib
import hmac
import json
import os
import secrets
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

SECRET = "pressmark/cache-secret"  # noqa: S105 - the name of its file
SECRET_BYTES = 32
FRESH = os.O_WRONLY | os.O_CREAT | os.O_EXCL
"""How a file is opened that nobody else may have made."""
LONGEST = 64 * 1024 * 1024
"""Bytes of a document that is read: more was never written."""
DIGEST = hashlib.sha256


def read_sealed(path: Path) -> Any:
    """Read a document; None where there is none, or it is not just what this user wrote there."""
    secret = read_secret()
    try:
        if secret is None or not is_readable(path):
            return None
        seal, _, document = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if not hmac.compare_digest(seal, make_seal(secret, path, document)):
        return None
    return json.loads(document)


def is_readable(path: Path) -> bool:
    """Whether a path is that of a file, and no larger than what was ever written."""
    found = path.stat()
    return stat.S_ISREG(found.st_mode) and found.st_size <= LONGEST


def write_sealed(path: Path, document: Any) -> bool:
    """Write a document at once, or leave what is there; tell whether it was written.

    That it cannot be kept is no error of whoever asked for something else.
    """
    secret = make_secret()
    raw = json.dumps(document, separators=(",", ":")).encode()
    if secret is None or len(raw) + 2 * DIGEST().digest_size + 1 > LONGEST:
        return False
    try:
        make_folder(path.parent)
        with replace_file(path) as handle:
            handle.write(make_seal(secret, path, raw) + b"\n" + raw)
    except OSError:
        return False
    return True


def make_seal(secret: bytes, path: Path, document: bytes) -> bytes:
    """Give the seal of a document in the file of that name, in hexadecimal."""
    return hmac.new(secret, path.name.encode() + b"\0" + document, DIGEST).hexdigest().encode()


def make_folder(folder: Path) -> None:
    """Make the folder of a cache; version control passes it over."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")


@contextmanager
def replace_file(path: Path) -> Iterator[Any]:
    """Give a file to write, which takes the place of another once it is whole."""
    # No two that write at once have one name; what a killed one left is no more.
    fresh = path.with_name(f".{path.name}-{os.getpid()}-{threading.get_ident()}")
    fresh.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(fresh, FRESH, 0o600), "wb") as file:
            yield file
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def find_secret() -> Path | None:
    """Give the place of the user's secret; None where the user has no folder."""
    with suppress(RuntimeError):
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / SECRET
    return None


def read_secret() -> bytes | None:
    """Read the secret with which this user seals; None where there is none that others cannot."""
    path = find_secret()
    try:
        if path is None:
            return None
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            private = found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o077
            secret = file.read(SECRET_BYTES + 1)
    except OSError:
        return None
    return secret if private and len(secret) == SECRET_BYTES else None


def make_secret() -> bytes | None:
    """Read the user's secret, or make it; None where that is not possible."""
    known = read_secret()
    path = find_secret()
    if known or path is None:
        return known
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replace_file(path) as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
    return read_secret()
