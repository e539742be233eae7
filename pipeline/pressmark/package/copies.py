"""Copies of what a descriptor names by address, laid into a folder by a person: nothing is fetched.

The copy of `https://example.org/a/schema.json` stands there as `example.org/a/schema.json`; or as
`schema.json`, unless the descriptor names another address that ends so; or under the sha256 of the
address, which suits every address.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pressmark.errors import ProjectError
from pressmark.local_path import ADDRESS
from pressmark.package.names import can_be_a_file
from pressmark.package.paths import resolve_inside

FOLDER = "schemas"
"""Where a package keeps its copies."""
ENDINGS = (".json", ".yaml", ".yml")
SUFFIX = re.compile(r"\.(?:json|yaml|yml)", re.IGNORECASE)
DIRECT = "index.json"
"""What the copy of an address is called that ends in a slash."""


def is_address(written: object) -> bool:
    """Whether a property holds an address, and no path."""
    return isinstance(written, str) and ADDRESS.match(written) is not None


def hash_address(address: str) -> str:
    """Give the sha256 of an address in hexadecimal."""
    return hashlib.sha256(address.encode()).hexdigest()


def choose_place(address: str) -> str:
    """Give the path inside a folder of copies at which that of an address is laid.

    It is host and path, or the digest of the address where these cannot be the names of files.
    """
    parts = cut_address(address)
    return "/".join(parts) if parts else f"{hash_address(address)}.json"


def cut_address(address: str) -> tuple[str, ...]:
    """Cut an address into the names of folders and a file; none where it has what they cannot be.

    A query is part of what is asked for, and a port of who is asked.
    """
    try:
        found = urlsplit(address)
        host = (found.hostname or "").removesuffix(".")
    except ValueError:
        return ()
    path = found.path.removeprefix("/")
    if path.endswith("/") or not path:
        path += DIRECT
    parts = (host, *path.split("/"))
    plain = all(map(can_be_a_file, parts)) and ":" not in found.netloc and "@" not in found.netloc
    return parts if plain and not found.query and SUFFIX.search(parts[-1]) else ()


def list_places(address: str, others: Collection[str]) -> Iterator[str]:
    """List the paths at which the copy of an address may stand, the surest first.

    The last part alone will not do where `others`, which a descriptor names too, end so.
    """
    parts = cut_address(address)
    if parts:
        yield "/".join(parts)
    yield from (f"{hash_address(address)}{ending}" for ending in ENDINGS)
    last = parts[-1] if parts else find_last_part(address)
    same = [each for each in others if each != address and find_last_part(each) == last]
    if last and not same:
        yield last


def find_last_part(address: str) -> str:
    """Give the last part of an address's path, where a file can be called so; else nothing."""
    last = re.split(r"[?#]", address)[0].rstrip("/").rpartition("/")[2]
    return last if can_be_a_file(last) and SUFFIX.search(last) else ""


@dataclass(frozen=True)
class Copies:
    """The folders in which copies are looked for, and all addresses that a descriptor names."""

    folders: tuple[Path, ...]
    addresses: frozenset[str] = frozenset()

    def of(self, address: str, place: str) -> Path | None:
        """Find the copy of an address; ProjectError where its path leaves the folder."""
        for folder in self.folders:
            for written in list_places(address, self.addresses):
                path = resolve_inside(folder, written, place)
                if path.is_file():
                    return path
        return None


def list_folders(root: Path, named: Path | None) -> tuple[Path, ...]:
    """Give the folders of copies: the one that is named, then that of the package.

    ProjectError where what is named is no folder.
    """
    if named is not None and not named.is_dir():
        raise ProjectError(str(named), "is no folder", "name the folder that holds the copies")
    own = root / FOLDER
    return tuple(each for each in (named, own) if each is not None)
