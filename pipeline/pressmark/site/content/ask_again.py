"""The way back from what was refused: what was asked, to be corrected, and which page was meant."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from datasette.utils import tilde_decode, tilde_encode
from starlette.types import Scope

from pressmark.public_address import RECORD, RELEASES
from pressmark.site.address import (
    DICTIONARY,
    EMBED,
    FIND,
    METHOD,
    PICTURE,
    SHARE,
    link_here,
    link_page,
    with_arguments,
)
from pressmark.site.middleware.busy import AskedPage, Known, find_asked_page
from pressmark.site.request import read_arguments, read_raw_path
from pressmark.words import find_nearest

OF_VERSIONS = tuple(
    each.split("/")[1]
    for each in (RELEASES, RECORD, DICTIONARY, METHOD, PICTURE, EMBED, SHARE, FIND)
)
"""Pages whose address goes on with a version."""
OF_TABLES = tuple(each.split("/")[1] for each in (RECORD, DICTIONARY, SHARE, FIND))
"""Those whose address goes on with a table behind it."""
MOST = 50


@dataclass(frozen=True)
class AskedArgument:
    """An argument as it was written, and the address without it."""

    name: str
    value: str
    without: str


@dataclass(frozen=True)
class AskedAgain:
    """What was asked: the address without arguments, what stands there, and the arguments."""

    address: str
    title: str
    arguments: tuple[AskedArgument, ...]


def ask_again(scope: Scope, known: Known) -> AskedAgain | None:
    """Give what an address asked for; None where it has no arguments, or far too many."""
    pairs = read_arguments(scope)
    if not 0 < len(pairs) <= MOST:
        return None
    address = link_here(read_raw_path(scope))
    found = tuple(
        AskedArgument(name, value, with_arguments(address, pairs[:place] + pairs[place + 1 :]))
        for place, (name, value) in enumerate(pairs)
    )
    asked = find_asked_page(scope, known)
    return AskedAgain(address, "" if asked == AskedPage() else asked.title, found)


def guess_page(scope: Scope, known: Known, versions: Sequence[str], newest: str) -> str | None:
    """Give the address that was probably meant by one at which there is no page.

    `versions` are those that are served, `newest` is the database of the newest.
    """
    _, *written = read_raw_path(scope).rstrip("/").split("/")
    first, second = (*(tilde_decode(each.partition(".")[0]) for each in written), "", "")[:2]
    if first in OF_VERSIONS and len(written) > 1 and written[1] not in versions:
        version = guess_version(written[1], versions)
        ending = ".png" if first == SHARE[1:] and len(written) == 2 else ""  # noqa: PLR2004
        steps = ["", first, f"{version}{ending}", *written[2:]]
        return link_here("/".join(steps)) if version else None
    names: dict[str, list[str]] = {newest: []}
    for database, *name in known:
        names.setdefault(database, []).extend(name)
    if first in OF_TABLES and len(written) > 2:  # noqa: PLR2004 - a table behind the version
        near = find_nearest(tilde_decode(written[2]), sorted({*chain(*names.values())}))
        steps = ["", *written[:2], tilde_encode(near or ""), *written[3:]]
        return link_here("/".join(steps)) if near and near != tilde_decode(written[2]) else None
    if first not in names or not names[first]:
        return guess_name(newest, first, names[newest]) if len(written) == 1 else None
    if len(written) > 2 and second in names[first]:  # noqa: PLR2004 - a record, which is none
        return link_page(first, second)
    return guess_name(first, second, names[first])


def guess_version(written: str, versions: Sequence[str]) -> str | None:
    """Give the version that was meant: the newest that begins so, else one written alike."""
    bare = written.removeprefix("v")
    begun = [each for each in versions if each == bare or each.startswith(f"{bare}.")]
    return begun[0] if begun else find_nearest(bare, list(versions), numbered=True)


def guess_name(database: str, name: str, names: Collection[str]) -> str | None:
    """Give the address of the table or question of a release that was meant."""
    near = name if name in names else find_nearest(name, sorted(names))
    return link_page(database, near) if near else None
