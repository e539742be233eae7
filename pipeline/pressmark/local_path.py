"""What a person names as a file or folder → its path; an address is refused by name.

Nothing is fetched over the network and nothing is sent, so an address can only be a mistake, and
`Path` would make of `https://example.org` a folder called `https:`.
"""

import re
from itertools import islice
from pathlib import Path

from pressmark.errors import ProjectError
from pressmark.words import MOST, find_nearest

ADDRESS = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
COLLAPSED = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]+):/(?!/)")
"""What `Path` makes of an address."""
NOT_FETCHED = ("nothing is fetched: download it first", "then name its file or folder")
NOT_SENT = ("nothing is sent", "name a file or folder of this machine")
BY_PATH = ("is an address, not a path", "write the path alone, without file://")


def parse_path(word: str | Path) -> Path:
    """Give the path that a word names; ProjectError where it is an address, or leads nowhere."""
    refuse_address(word, NOT_FETCHED)
    return refuse_circle(Path(word))


def parse_word(word: str) -> str:
    """Give a word that names a path or something else; ProjectError where it is an address."""
    refuse_address(word, NOT_FETCHED)
    return word


def parse_output(word: str | Path) -> Path:
    """Give the path of what is to be written; ProjectError as of what is to be read."""
    refuse_address(word, NOT_SENT)
    return refuse_circle(Path(word))


def advise_name(path: Path, otherwise: str = "check the name") -> str:
    """Say what to do where there is no such file or folder: name the one that was meant, if any."""
    try:
        beside = sorted(each.name for each in islice(path.parent.iterdir(), MOST))
    except (OSError, ValueError):
        beside = []
    near = find_nearest(path.name, beside)
    return f"did you mean {path.parent / near}?" if near else otherwise


def refuse_circle(path: Path) -> Path:
    """Give a path whose links have an end; ProjectError where they turn in a circle."""
    try:
        path.resolve()
    except RuntimeError:
        wrong = "leads nowhere: its links turn in a circle"
        raise ProjectError(str(path), wrong, "name the file or folder itself") from None
    return path


def refuse_address(word: str | Path, said: tuple[str, str]) -> None:
    """Refuse an address as it was written, also one of which `Path` has taken a slash."""
    named = str(word)
    if COLLAPSED.match(named) and not Path(word).exists():
        named = COLLAPSED.sub(r"\1://", named)
    if ADDRESS.match(named):
        wrong, right = BY_PATH if named.lower().startswith("file:") else said
        raise ProjectError(named, wrong, right)
