"""Two ledgers that went apart on two branches → one: this side's chain, then the other's acts.

Nothing of either is taken back. Each act of the other side keeps its day and says how it stood in
its own chain, so whoever kept, signed or cited a head of either side can still prove it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pressmark.errors import ProjectError, ReleaseError
from pressmark.files.staging import lock_folder, replace_text
from pressmark.releases.find import read_release
from pressmark.releases.ledger import LEDGER, Entry, Former, Ledger, read_ledger, read_ledger_file
from pressmark.releases.line_ends import keep_line_ends


@dataclass(frozen=True)
class Merged:
    """The ledger that came out, the acts that it holds since, and the other side's head."""

    ledger: Ledger
    added: tuple[Entry, ...]
    head: str | None


def merge(releases: Path, other: Path) -> Merged:
    """Add the acts of another ledger, a file or the folder that holds it, to a project's own.

    Merging the same again changes nothing; a side that knows all of the other's acts is taken as
    it is. ReleaseError, with nothing written, where both sides published one version otherwise, or
    where a release is not here as the other side published it; ProjectError where there is no
    other ledger.
    """
    theirs = read_other(other)
    with lock_folder(releases):
        ours = read_ledger(releases)
        refuse_contradictions(ours, theirs, other)
        refuse_two_redactions(ours, theirs, other)
        merged = join_ledgers(ours, theirs)
        known = ours.digests
        added = tuple(each for each in merged.acts if known.isdisjoint(each.digests()))
        refuse_missing(releases, added, merged, other)
        if merged.entries != ours.entries:
            replace_text(releases / LEDGER, merged.text())
        keep_line_ends(releases)
    return Merged(merged, added, theirs.head)


def read_other(path: Path) -> Ledger:
    """Read the other side's ledger, which another program may have copied."""
    place = path / LEDGER if path.is_dir() else path
    if path.is_dir() and not place.is_file():
        place = path / "datapackage/releases" / LEDGER
    if not place.is_file():
        right = (
            "name the index.json of the other side: "
            "git show BRANCH:./datapackage/releases/index.json > other.json"
        )
        raise ProjectError(str(path), "is no ledger, and no folder that holds one", right)
    return read_ledger_file(place, any_line_ends=True)


def join_ledgers(ours: Ledger, theirs: Ledger) -> Ledger:
    """Give this side's chain with the other's acts; the other's where it knows all of this side."""
    if ours.digests <= theirs.digests:
        return Ledger(ours.folder, theirs.entries)
    known, ledger = ours.digests, ours
    for entry in theirs.entries:
        if entry.digest() not in known:
            former = Former(
                previous=entry.previous, digest=entry.digest(), mergedFrom=entry.merged_from
            )
            values = {"previous": ledger.head, "merged_from": former}
            ledger = Ledger(ours.folder, (*ledger.entries, entry.model_copy(update=values)))
    return ledger


def refuse_contradictions(ours: Ledger, theirs: Ledger, other: Path) -> None:
    """Stop where both sides published a version, and not the same; name each."""
    wrong = list(find_contradictions(ours, theirs))
    if wrong:
        raise ReleaseError(
            str(other),
            f"contradicts the ledger: {'; '.join(wrong)}",
            "a version is published once: the side that nobody has cited yet takes its release "
            "back (the folder and its entry, from version control), and publishes it under a "
            "higher version",
        )


def find_contradictions(ours: Ledger, theirs: Ledger) -> Iterator[str]:
    """Say which versions both sides published, with another package or other files of the act."""
    known = {entry.version: entry for entry in ours.as_published}
    for there in theirs.as_published:
        here = known.get(there.version)
        if here is None or there.same_act(here):
            continue
        if here.manifest != there.manifest:
            yield f"version {there.version} is {here.manifest} here and {there.manifest} there"
        elif here.content != there.content:
            yield f"version {there.version} has another content digest here than there"
        else:
            names = {*here.files, *there.files}
            differing = sorted(n for n in names if here.files.get(n) != there.files.get(n))
            yield f"version {there.version} has another {', '.join(differing)} here than there"


def refuse_two_redactions(ours: Ledger, theirs: Ledger, other: Path) -> None:
    """Stop where both sides took records out of a version, each without knowing of the other.

    The files of neither lack the records of both.
    """
    for version in dict.fromkeys(each.version for each in theirs.redactions):
        sides = (
            {digest for each in side.redactions if each.version == version
             for digest in each.digests()}
            for side in (ours, theirs)
        )  # fmt: skip
        here, there = sides
        if not (here <= there or there <= here):
            wrong = f"redacts version {version}, and so does this side, each for itself"
            right = (
                "begin from the other side's folder and ledger, and redact there again what this "
                "side redacted"
            )
            raise ReleaseError(str(other), wrong, right)


def refuse_missing(releases: Path, added: tuple[Entry, ...], merged: Ledger, other: Path) -> None:
    """Stop where a release is not here as it was published, before the ledger says that it is.

    Nor may one be here as it was before the other side redacted it.
    """
    versions = {each.version for each in added if each.act in ("published", "redacted")}
    for entry in merged.published:
        if entry.version not in versions:
            continue
        folder = releases / entry.version
        if not folder.is_dir():
            wrong = f"is not here, and {other} says that it was published"
            right = f"bring it from the other branch: git checkout BRANCH -- {folder}"
            raise ReleaseError(str(folder), wrong, right)
        read_release(releases, entry)
