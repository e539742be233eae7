"""Who writes the bytes of a release: the tool, Python and the libraries, with their versions.

With the same writers a release comes out in the same bytes; with others its contents are compared.
"""

import hashlib
import importlib.metadata
import platform
import zlib
from functools import cache
from pathlib import Path

from pressmark import __version__
from pressmark.formats import FORMATS

LIBRARIES = ("numpy", "pybtex", "pydantic", "pyyaml")
"""What reads or writes a byte of every release, beside the libraries that formats name."""


@cache
def writers() -> dict[str, str]:
    """Give the version of everything that reads or writes a byte of a release, by its name."""
    named = {*LIBRARIES, *(name for each in FORMATS for name in each.libraries)}
    libraries = {name: importlib.metadata.version(name) for name in sorted(named)}
    return {
        "pressmark": __version__,
        "pressmark-source": source_digest(),
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **libraries,
    }


def source_digest() -> str:
    """Give the sha256 of the tool's own source: two states of it may write differently."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return f"sha256:{digest.hexdigest()}"


def others(recorded: dict[str, str]) -> tuple[str, ...]:
    """Say which of the recorded writers are not those of today, in words."""
    today = writers()
    return tuple(
        f"{name} {version} wrote it, {today.get(name, 'none')} is here"
        for name, version in recorded.items()
        if today.get(name) != version
    )
