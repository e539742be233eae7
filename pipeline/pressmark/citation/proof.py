"""The proof that one record stands in a release: `docs/reference/digests.md` says what it holds."""

from pathlib import Path
from typing import Any

from pressmark.citation.provable import ProvableTable, read_provable
from pressmark.citation.release import (
    choose_table,
    name_newest_published,
    read_key,
    refuse_gone,
)
from pressmark.errors import ProjectError, ReleaseError
from pressmark.package import Descriptor
from pressmark.package.digests import read_content_digest, write_tree_lines
from pressmark.package.own import FORMAT, TREE
from pressmark.package.withdrawn import read_withdrawn_keys
from pressmark.releases.find import Release, find
from pressmark.releases.ledger import Entry, Ledger
from pressmark.releases.sidecars.proof import find_flaws
from pressmark.releases.sidecars.proof_shape import PROOF


def prove_record(
    word: str | None,
    project: Path | None = None,
    releases: Path | None = None,
    *,
    table: str | None = None,
    key: str,
) -> dict[str, Any]:
    """Prove a record of the release that a word names, of the newest without one.

    See `pressmark.releases.find` for the words. Of what was not published the proof ends at the
    content digest. ProjectError where release, table or key are not known, or the release has no
    trees; ReleaseError where it is not what was published.
    """
    with find(word or name_newest_published(project, releases), project, releases) as release:
        chosen = choose_table(release.package, table)
        fields, parts = read_key(chosen, key)
        refuse_without_trees(release)
        entries = list_entries_since(release.ledger, release.entry) if release.ledger else ()
        proof = make_record_proof(read_provable(chosen), parts, release.package.descriptor, entries)
        if proof is None:
            refuse_gone(chosen, parts, key, read_withdrawn_keys(release.package))
            right = f"write {', '.join(fields)} as its table's file does"
            raise ProjectError(chosen.place, f"there is no record {key!r}", right)
        return proof


def refuse_without_trees(release: Release) -> None:
    """Stop where a release is of the first format, or is none."""
    if release.proof == "judged":
        right = "publish it, or build it and name what was built"
        raise ProjectError(release.package.place, "is no release, so it has no trees", right)
    if FORMAT.of(release.package.descriptor) is None:
        version = release.package.version
        wrong = "is of the first format, which has no trees to prove one record by"
        raise ProjectError(
            release.place.named, wrong, f"prove all of it: pressmark verify {version}"
        )


def list_entries_since(ledger: Ledger, entry: Entry | None) -> tuple[Entry, ...]:
    """Give the entries of a ledger from the one that published a release to the last."""
    if entry is None:
        return ()
    acts = [(each.act, each.version) for each in ledger.entries]
    return ledger.entries[acts.index(("published", entry.version)) :]


def make_record_proof(
    table: ProvableTable, key: tuple[str, ...], released: Descriptor, entries: tuple[Entry, ...]
) -> dict[str, Any] | None:
    """Write the proof of the record with that key, None where there is none.

    ReleaseError where it does not prove anything: the release or the ledger is not sound.
    """
    found = table.find(key)
    if found is None:
        return None
    proof = {
        "format": PROOF,
        "release": entries[0].version if entries else None,
        "table": table.table.name,
        "key": dict(zip(table.table.schema.primary_key or (), key, strict=True)),
        "record": found.record,
        "position": found.position,
        "size": table.head.size,
        "path": list(found.path),
        "header": table.first.decode(),
        "headerPath": list(table.first_path),
        "tables": list(write_tree_lines(released)),
        "content": read_content_digest(released),
        "entries": [entry.written() for entry in entries],
        "head": entries[-1].digest() if entries else None,
    }
    for flaw in find_flaws(proof):
        raise ReleaseError(
            ", ".join(map(str, table.files)), f"cannot be proven: {flaw}", "verify the release"
        )
    return proof


def has_trees(released: Descriptor) -> bool:
    """Whether single records of a release can be proven."""
    return FORMAT.of(released) is not None and all(map(TREE.is_in, released.resources))
