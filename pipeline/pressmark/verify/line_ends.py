"""A release whose line ends a checkout changed, read as it was published."""

from dataclasses import replace
from pathlib import Path

from pressmark.errors import PressmarkError
from pressmark.files.manifest import MANIFEST, hash_file, read_manifest
from pressmark.releases.derived import DERIVED_LIST
from pressmark.releases.ledger import LEDGER, read_ledger
from pressmark.releases.line_ends import BACK, copy_with_line_feeds
from pressmark.releases.place import Place
from pressmark.verify.check import LINE_ENDS, Check
from pressmark.verify.files import list_below
from pressmark.words import phrase_count


def as_published(place: Place, folder: Path) -> tuple[Place, tuple[str, ...]]:
    """Copy a release and its ledger into a folder, with line feeds where these were published.

    Gives the place of the copy, and which files differ in it. What differs otherwise still does.
    """
    releases = folder / "releases"
    source = place.folder.resolve()
    beside = place.releases is not None and source.parent == place.releases.resolve()
    copy = (releases if beside else folder) / source.name
    copy.mkdir(parents=True)
    found = list_below(place.folder)
    there = found.files
    if MANIFEST not in there or found.empty or found.other:
        return place, ()
    lists = tuple(name for name in (MANIFEST, DERIVED_LIST) if name in there)
    changed = copy_files(place.folder, copy, lists, {})
    digests: dict[str, str] = {}
    for name in lists:
        listed = read_manifest((copy / name).read_text("utf-8", errors="replace"))
        digests |= {each: f"sha256:{digest}" for each, digest in listed.items()}
    if place.releases:
        changed = [*copy_files(place.releases, releases, (LEDGER,), {}), *changed]
        digests |= find_act_digests(releases, f"sha256:{hash_file(copy / MANIFEST)}")
    changed += copy_files(place.folder, copy, tuple(sorted(there - set(lists))), digests)
    derived = copy if place.derived == place.folder else place.derived
    chain = releases if place.releases else None
    descriptor = copy / place.descriptor.name
    asked = replace(place, folder=copy, descriptor=descriptor, derived=derived, releases=chain)
    return asked, tuple(changed)


def find_act_digests(releases: Path, manifest: str) -> dict[str, str]:
    """Give the digests of the files of the act, where a copied ledger is sound and names them."""
    try:
        published = read_ledger(releases).published
    except PressmarkError:
        return {}
    return next((dict(each.files) for each in published if each.manifest == manifest), {})


def copy_files(
    source: Path, place: Path, names: tuple[str, ...], digests: dict[str, str]
) -> list[str]:
    """Copy files; give the names of those that are others now."""
    return [
        name
        for name in names
        if copy_with_line_feeds(source / name, place / name, digests.get(name))
    ]


def tell_line_ends(changed: tuple[str, ...]) -> Check:
    """Say that line ends differ and nothing else, in which files, and how they come back."""
    count = phrase_count(len(changed), "file")
    sentence = f"only line ends differ from what was published, in {count}: {BACK}"
    return Check(LINE_ENDS, "failed", sentence, changed)
