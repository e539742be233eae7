"""A release's place in the ledger: its chain, its head, and what was said of the version later."""

from collections.abc import Iterator
from pathlib import Path

from pressmark.errors import PressmarkError, ProjectError
from pressmark.files.manifest import MANIFEST, hash_file
from pressmark.package import Package
from pressmark.package.digests import find_published_digest
from pressmark.releases.ledger import Entry, Ledger, read_ledger
from pressmark.releases.place import Place
from pressmark.releases.sidecars.proof_shape import read_head
from pressmark.releases.whole import MERGE, list_unnamed
from pressmark.verify.check import Check


def read_chain(place: Place) -> tuple[Ledger | None, Check]:
    """Read the ledger beside a release; a broken one is a failed check."""
    if place.releases is None:
        sentence = "no ledger stands here: nothing says when, or whether, this was published"
        return None, Check("ledger", "note", sentence)
    try:
        ledger = read_ledger(place.releases)
    except PressmarkError as error:
        return None, Check("ledger", "failed", f"{error.place}: {error.wrong}")
    count = len(ledger.entries)
    noun = "entry follows" if count == 1 else "entries follow"
    sentence = f"{count} {noun} one from the other, and the last is the head"
    merged = sum(entry.merged_from is not None for entry in ledger.entries)
    if merged:
        sentence += f"; {merged} came from another ledger, whose chain follows from them, too"
    return ledger, Check("ledger", "ok", sentence)


def check_unnamed(ledger: Ledger | None) -> Iterator[Check]:
    """Say which folders beside the releases hold a whole one that the ledger does not name."""
    folders = list_unnamed(ledger) if ledger else ()
    if folders:
        names = ", ".join(folder.name for folder in folders)
        sentence = f"the ledger does not name what these folders hold, whole releases: {names}"
        yield Check("unnamed", "note", sentence, (MERGE,))


def check_entry(place: Place, package: Package | None, ledger: Ledger | None) -> Iterator[Check]:
    """Say whether the ledger knows just this release, and what it says of it since."""
    if ledger is None:
        return
    version = package.version if package else None
    entry = find_entry(place, version, ledger)
    manifest = place.folder / MANIFEST
    if entry is None:
        sentence = f"the ledger names no version {version!r}: this was not published there"
        yield Check("published", "failed", sentence)
        return
    if place.archive is None and Path(place.folder).resolve().name != entry.version:
        beside = place.releases and place.folder.resolve().parent == place.releases.resolve()
        if beside:
            sentence = f"the folder {place.folder.name} holds version {entry.version}"
            yield Check("published", "failed", sentence)
    if not manifest.is_file() or entry.manifest != f"sha256:{hash_file(manifest)}":
        sentence = f"version {version} was published with another manifest"
        yield Check("published", "failed", sentence)
        return
    if package and entry.content != find_published_digest(package):
        sentence = f"version {version} was published with another content digest"
        yield Check("published", "failed", sentence, (f"the entry says {entry.content}",))
        return
    yield Check("published", "ok", f"version {version} was published on {entry.date}")
    for withdrawal in ledger.later(entry.version, "withdrawn"):
        sentence = f"the version was withdrawn on {withdrawal.date}: {withdrawal.reason}"
        yield Check("withdrawn", "note", sentence)
    for annotation in ledger.later(entry.version, "annotated"):
        said = ", ".join(each for each in (annotation.doi, annotation.reason) if each)
        yield Check("annotated", "note", f"noted on {annotation.date}: {said}")


def find_entry(place: Place, version: str | None, ledger: Ledger | None) -> Entry | None:
    """Find the entry of a release: by its version, else by its folder's name."""
    if ledger is None:
        return None
    return ledger.entry(version or place.folder.resolve().name)


def read_kept_head(word: str | None) -> str | None:
    """Read the head that somebody kept; ProjectError where it is no digest.

    A part of one is in no ledger, and must not accuse a ledger that is sound.
    """
    try:
        return None if word is None else read_head(word)
    except ValueError as error:
        right = "give the whole digest, as verify prints it behind the word ledger"
        raise ProjectError("--head", str(error), right) from None


def check_head(ledger: Ledger | None, head: str | None) -> Iterator[Check]:
    """Say whether the ledger still holds the entry of which somebody kept the digest."""
    if head is None:
        return
    if ledger is None:
        yield Check("head", "failed", "there is no sound ledger here to be asked for that head")
        return
    places = [at for at, entry in enumerate(ledger.entries) if head in entry.digests()]
    if places:
        since = len(ledger.entries) - 1 - places[0]
        merged = (
            ", of a ledger that was merged into it" if head not in list_own_digests(ledger) else ""
        )
        yield Check("head", "ok", f"the ledger holds that head{merged}; {since} acts came after it")
    else:
        sentence = "the ledger does not hold that head: it was taken back or written anew"
        yield Check("head", "failed", sentence)


def list_own_digests(ledger: Ledger) -> set[str]:
    """Give the digests of the ledger's own chain."""
    return {entry.digest() for entry in ledger.entries}
