"""The way back from what was refused: what was asked, to be corrected, and which page was meant."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import unquote

from datasette.utils import tilde_decode, tilde_encode
from starlette.types import Scope

from pressmark.public_address import RECORD, RELEASES
from pressmark.site.address import (
    CATALOG,
    CITE,
    DICTIONARY,
    EMBED,
    FEED,
    FIND,
    FRONT,
    LINKSET,
    METHOD,
    NEWEST,
    OPENAPI,
    PICTURE,
    ROBOTS,
    SEARCH,
    SHARE,
    SITEMAP,
    link_file,
    link_here,
    link_page,
    with_arguments,
)
from pressmark.site.middleware.busy import AskedPage, Known, find_asked_page
from pressmark.site.request import read_arguments, read_raw_path
from pressmark.words import find_nearest, find_nearest_version

OF_VERSIONS = tuple(
    each.split("/")[1]
    for each in (RELEASES, RECORD, DICTIONARY, METHOD, PICTURE, EMBED, SHARE, FIND, LINKSET)
)
"""Pages whose address goes on with a version."""
OF_TABLES = tuple(each.split("/")[1] for each in (RECORD, DICTIONARY, SHARE, FIND))
"""Those whose address goes on with a table behind it."""
OF_ONE_STEP = (
    FRONT, SEARCH, RELEASES, DICTIONARY, METHOD, CITE, FEED, CATALOG, OPENAPI, ROBOTS, SITEMAP,
)  # fmt: skip
"""Pages and files of the whole site."""
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


def guess_page(
    scope: Scope, known: Known, files: Mapping[str, Collection[str]], newest: str
) -> str | None:
    """Give the address that was probably meant by one at which there is no page.

    `files` are those of each version that is served, the newest first; `newest` is its database.
    """
    versions = list(files)
    written = [step for step in read_raw_path(scope).split("/") if step] or [""]
    first, second = (*(tilde_decode(each.partition(".")[0]) for each in written), "", "")[:2]
    if first in OF_VERSIONS and len(written) > 1 and written[1] not in (*versions, NEWEST):
        return guess_other_version(first, written, versions)
    if written[0] == RELEASES[1:] and len(written) > 2:  # noqa: PLR2004 - a file of a version
        version = versions[0] if written[1] == NEWEST else written[1]
        return guess_file(version, written[2:], files[version])
    names: dict[str, list[str]] = {newest: []}
    for database, *name in known:
        names.setdefault(database, []).extend(name)
    if first in OF_TABLES and len(written) > 2:  # noqa: PLR2004 - a table behind the version
        near = find_nearest(tilde_decode(written[2]), sorted({*chain(*names.values())}))
        steps = ["", *written[:2], tilde_encode(near or ""), *written[3:]]
        return link_here("/".join(steps)) if near and near != tilde_decode(written[2]) else None
    if first not in names or not names[first]:
        return guess_step(written, newest, names[newest]) if len(written) == 1 else None
    if len(written) > 2 and second in names[first]:  # noqa: PLR2004 - a record, which is none
        return link_page(first, second)
    meant = guess_name(first, second, names[first])
    is_known = meant or first != newest
    return meant if is_known else guess_file(versions[0], written[1:], files[versions[0]])


def guess_other_version(first: str, written: Sequence[str], versions: Sequence[str]) -> str | None:
    """Give the same page of the version that was meant by one that is not served."""
    version = find_nearest_version(written[1], versions)
    ending = ".png" if first == SHARE[1:] and len(written) == 2 else ""  # noqa: PLR2004
    steps = ["", first, f"{version}{ending}", *written[2:]]
    return link_here("/".join(steps)) if version else None


def guess_step(written: Sequence[str], database: str, names: Collection[str]) -> str | None:
    """Give the page of the site, or the table of a release, that was meant by a single step."""
    step = tilde_decode(written[0])
    name = step.partition(".")[0]
    pages = {each[1:]: each for each in OF_ONE_STEP}
    near = None if name in names else find_nearest(step, list(pages))
    return link_here(pages[near]) if near is not None else guess_name(database, name, names)


def guess_file(version: str, written: Sequence[str], names: Collection[str]) -> str | None:
    """Give the address of the file of a release that was meant: in another folder, or alike."""
    steps = [unquote(each) for each in written]
    there = (each for each in sorted(names) if each.split("/")[-len(steps) :] == steps)
    near = next(there, None) or find_nearest("/".join(steps), sorted(names))
    return link_file(version, near) if near else None


def guess_name(database: str, name: str, names: Collection[str]) -> str | None:
    """Give the address of the table or question of a release that was meant."""
    near = name if name in names else find_nearest(name, sorted(names))
    return link_page(database, near) if near else None
