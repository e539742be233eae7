"""A release that would publish again, byte for byte, what was taken out of an earlier one."""

from collections.abc import Iterator

from pressmark.errors import ReleaseError, list_first
from pressmark.package import Package
from pressmark.package.tree import hash_leaf
from pressmark.publish.redaction.gone import list_records, phrase_key
from pressmark.releases.ledger import Entry, Ledger


def refuse_brought_back(release: Package, ledger: Ledger) -> None:
    """Stop where a record of a release is one that was redacted; another of its key may come."""
    acts = {digest: each for each in reversed(ledger.redactions) for digest in each.leaves.values()}
    found = list_first(find_brought_back(release, acts)) if acts else []
    if found:
        wrong = "holds records that were taken out of a published release"
        right = "take them out of the records, too, or what must not be told in them"
        raise ReleaseError(release.name, wrong, right, lines=found)


def find_brought_back(release: Package, acts: dict[str, Entry]) -> Iterator[str]:
    """Name each record that was redacted, with the version, the day and the reason."""
    for table in release.tables:
        for record in list_records(table):
            act = acts.get(f"sha256:{hash_leaf(record.line).hex()}")
            if act:
                yield (
                    f"{table.name} {phrase_key(record)} was taken out of {act.version} on "
                    f"{act.date}: {act.reason}"
                )
