"""Branches of a project that published each for itself, and were merged into one ledger."""

from collections.abc import Iterator

from pressmark.releases.ledger import Entry, Ledger
from pressmark.version import is_final


def find_last_of_branches(ledger: Ledger) -> tuple[Entry, ...]:
    """Give the final releases from which no later final one was published, the last first.

    There is one, unless branches were merged since: then whoever uses the release of any of them
    is owed what it promised.
    """
    ways = {
        each.digest(): (entry, each.previous)
        for entry in ledger.entries
        for each in (entry, *entry.formerly())
    }
    followed: set[str] = set()
    found = []
    for entry in reversed(ledger.published):
        if is_final(entry.version) and entry.version not in followed:
            found.append(entry)
            followed.update(each.version for each in list_known(entry, ways))
    return tuple(found)


def list_known(entry: Entry, ways: dict[str, tuple[Entry, str | None]]) -> Iterator[Entry]:
    """Give the acts that were known where an entry was made, whatever ledger it came through."""
    *_, original = (entry, *entry.formerly())
    previous = original.previous
    while previous is not None:
        before, previous = ways[previous]
        yield before
