"""What a release owes to the one before: a version that says enough, and keys that mean the same.

Both are refused here with what would be right, before anything is published.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from pressmark.compare import (
    MEMORY,
    Comparison,
    Demand,
    Pair,
    compare,
    find_highest,
    find_present_keys,
    find_vanished,
    list_demands,
)
from pressmark.compare.pairs import list_former_names
from pressmark.engine.connection import Engine
from pressmark.errors import ReleaseError, list_first
from pressmark.metadata.doi import read_version_doi
from pressmark.package import Package
from pressmark.package.own import CONCEPT_DOI, DOI
from pressmark.package.withdrawn import (
    FILE,
    LostKeysError,
    Withdrawn,
    name_place,
    read_withdrawn_keys,
)
from pressmark.releases.branches import find_last_of_branches
from pressmark.releases.find import read_release
from pressmark.releases.ledger import Entry, read_ledger
from pressmark.version import Version, order_version, parse, render_in_address

DESCRIPTOR = "datapackage/datapackage.yaml"


@dataclass(frozen=True)
class Followed:
    """A final release that the new one follows: what changed since, and the keys that are gone.

    `gone` has the table, under the name by which changes are told, and the key.
    """

    old: Package
    last: Version
    comparison: Comparison
    gone: tuple[tuple[str, str], ...]


def refuse_broken_promises(
    package: Package, comparison: Comparison, engine: Engine, version: Version
) -> None:
    """Stop where a version is too small for its changes, or a key is gone without a word.

    A pre-release promises nothing, nor does what is no semantic version: there is nothing to keep
    after one. Where branches were merged, what each of them published last is kept.
    """
    lines, listed = read_withdrawn_keys(package), name_place(package)
    sides = tuple(find_followed(package, comparison, engine))
    for side in sides:
        refuse_doi_of_another(package, side.old)
        refuse_small_version(package.place, version, side.last, list_demands(side.comparison))
    refuse_lost_lines(listed, [side.old for side in sides], lines)
    refuse_lost_keys(listed, sides, lines, str(version))
    refuse_returned_keys(listed, comparison, lines)


def find_followed(package: Package, comparison: Comparison, engine: Engine) -> Iterator[Followed]:
    """Give the release that was compared with, if it is final, then the last of other branches."""
    old = comparison.old
    last = parse(old.version) if old else None
    if old is None or last is None or not last.is_final:
        return
    yield Followed(old, last, comparison, tuple(find_vanished(comparison, engine)))
    ledger = read_ledger(package.releases) if package.releases else None
    for entry in find_last_of_branches(ledger) if ledger else ():
        last = parse(entry.version)
        if ledger and last and entry.version != old.version:
            other = read_release(ledger.folder, entry)
            with Engine(memory=MEMORY) as own:
                compared = compare(other, comparison.new, own, limit=0)
                yield Followed(other, last, compared, tuple(find_vanished(compared, own)))


def refuse_doi_of_another(package: Package, old: Package) -> None:
    """Stop where a version calls the DOI of the one before its own."""
    doi = read_version_doi(package.descriptor)
    if doi is not None and doi == read_version_doi(old.descriptor):
        raise ReleaseError(
            name_file(package.place, DESCRIPTOR),
            f"{doi} is the DOI of version {old.version}",
            f"take {DOI.name} out, or write the one that is registered for the new version; "
            f"{CONCEPT_DOI.name} is for the DOI of all versions",
        )


def refuse_version_not_above(place: str, version: Version, published: Iterable[Entry]) -> None:
    """Stop where a version does not lie above everything that is published, or reads like one.

    Where a dash stands for a dot, and letters are not told from capitals, two versions would have
    one database, and one folder on some disks.
    """
    versions = sorted((entry.version for entry in published), key=order_version)
    last = parse(versions[-1]) if versions else None
    if last is not None and version.precedence <= last.precedence:
        right = "give the package a higher version, or run release --next"
        raise ReleaseError(
            name_file(place, DESCRIPTOR), f"version {version} does not lie above {last}", right
        )
    taken = {render_in_address(each).lower(): each for each in versions}
    other = taken.get(render_in_address(str(version)).lower())
    if other is not None:
        wrong = f"version {version} would have the addresses and folders of {other!r}"
        right = "give the package a version that differs in more than case and punctuation"
        raise ReleaseError(name_file(place, DESCRIPTOR), wrong, right)


def refuse_small_version(
    place: str, version: Version, last: Version, asked: tuple[Demand, ...]
) -> None:
    """Stop where the changes ask for more than the version gives, naming those that do."""
    level = find_highest(asked)
    if level is None or version.raises_enough(last, level):
        return
    least = last.after(level)
    reasons = [
        f"{each.level}: {each.what} ({each.rule})"
        for each in asked
        if not version.raises_enough(last, each.level)
    ]
    raise ReleaseError(
        name_file(place, DESCRIPTOR),
        f"version {version} is too small after {last}: the changes ask for {least} or higher",
        f'write version: "{least}"',
        lines=list_first(reasons),
    )


def refuse_lost_lines(
    place: str, published: Iterable[Package], lines: tuple[Withdrawn, ...]
) -> None:
    """Stop where a key that was published as withdrawn is listed no longer, or otherwise.

    Where two branches withdrew one key, the line of either tells of it.
    """
    before = [(old, read_withdrawn_keys(old)) for old in published]
    told = {(each.table, each.key, each.version) for _, listed in before for each in listed}
    kept = {(each.table, each.key) for each in lines
            if (each.table, each.key, each.version) in told}  # fmt: skip
    for old, listed in before:
        lost = [each.line() for each in listed if (each.table, each.key) not in kept]
        if lost:
            raise ReleaseError(
                place,
                f"lacks {len(lost):,} of the lines that were published",
                f"put them back from {old.root / FILE}",
                lines=list_first(lost),
            )


def refuse_lost_keys(
    place: str, sides: tuple[Followed, ...], lines: tuple[Withdrawn, ...], version: str
) -> None:
    """Stop where a key is gone that nobody withdrew, or one is withdrawn that was not there."""
    if not sides:
        return
    names = {name: told for side in reversed(sides)
             for name, told in list_names(side.comparison.pairs)}  # fmt: skip
    withdrawn = {(names.get(each.table, each.table), each.key): each for each in lines}
    gone = dict.fromkeys(key for side in sides for key in side.gone)
    missing = tuple(Withdrawn(*key, "", "", version) for key in gone if key not in withdrawn)
    if missing:
        raise LostKeysError(place, missing)
    known = {(each.table, each.key) for side in sides for each in read_withdrawn_keys(side.old)}
    fresh = {key: each for key, each in withdrawn.items() if (each.table, each.key) not in known}
    for key, each in fresh.items():
        if key not in gone:
            wrong = f"withdraws {each.key!r} of {each.table!r}, which was not there"
            raise ReleaseError(place, wrong, f"take out: {each.line()}")
    for each in fresh.values():
        if each.version != version:
            wrong = f"withdraws {each.key!r} in version {each.version}, and this is {version}"
            raise ReleaseError(place, wrong, f"write {version} in its last place")


def refuse_returned_keys(place: str, comparison: Comparison, lines: tuple[Withdrawn, ...]) -> None:
    """Stop where a withdrawn key has a record, or a successor is no key of its table."""
    names = dict(list_names(comparison.pairs))
    for pair in comparison.pairs:
        own = [each for each in lines if names.get(each.table) == pair.name]
        if not own or pair.new is None:
            continue
        withdrawn = {each.key for each in own}
        successors = {each.replaced_by for each in own if each.replaced_by}
        present = find_present_keys(pair.new, frozenset(withdrawn | successors))
        for each in own:
            if each.key in present:
                wrong = f"withdraws {each.key!r} of {each.table!r}, which has a record"
                raise ReleaseError(place, wrong, "give the record a key that was never used")
            if each.replaced_by and each.replaced_by not in present | (withdrawn - {each.key}):
                wrong = f"replaces {each.key!r} by {each.replaced_by!r}, which {pair.name!r} lacks"
                raise ReleaseError(place, wrong, "name the key of a record, or none")


def list_names(pairs: tuple[Pair, ...]) -> Iterator[tuple[str, str]]:
    """Give every name that a table has or had, with the one under which changes are told."""
    for pair in pairs:
        for former in list_former_names(pair.table.resource):
            yield former, pair.name
    for pair in pairs:
        if pair.old:
            yield pair.old.name, pair.name
    for pair in pairs:
        yield pair.name, pair.name


def name_file(place: str, name: str) -> str:
    """Name a file of a package as people know it."""
    return PurePosixPath(place, name).as_posix()
