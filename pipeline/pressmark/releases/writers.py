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
from pressmark.errors import ProjectError
from pressmark.formats import list_formats
from pressmark.plugins import Plugin, list_chosen, name_chosen

LIBRARIES = ("numpy", "pybtex", "pydantic", "pyyaml")
"""What reads or writes a byte of every release, beside the libraries that formats name."""


def list_writers() -> dict[str, str]:
    """Give the version of everything that reads or writes a byte of a release, by its name.

    The plug-ins in use are among them.
    """
    return list_writers_with(list_chosen())


@cache
def list_writers_with(plugins: tuple[Plugin, ...]) -> dict[str, str]:
    """Give the writers where just these plug-ins are in use."""
    named = {*LIBRARIES, *(name for each in list_formats() for name in each.libraries)}
    libraries = {name: read_library_version(name) for name in sorted(named)}
    libraries |= {each.name: each.version for each in plugins}
    return {
        "pressmark": __version__,
        "pressmark-source": hash_source(),
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **libraries,
    }


def read_library_version(name: str) -> str:
    """Give the version of a library; ProjectError where a plug-in names one that is not there."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        wrong = f"the library {name!r} of a format is not installed"
        raise ProjectError(name_chosen(), wrong, "install it") from None


def hash_source() -> str:
    """Give the sha256 of the tool's own source: two states of it may write differently."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return f"sha256:{digest.hexdigest()}"


def list_other_writers(recorded: dict[str, str]) -> tuple[str, ...]:
    """Say which of the recorded writers are not those of today, in words."""
    today = list_writers()
    return tuple(
        f"{name} {version} wrote it, {today.get(name, 'none')} is here"
        for name, version in recorded.items()
        if today.get(name) != version
    )
