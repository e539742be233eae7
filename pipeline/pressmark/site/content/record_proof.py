"""The proof of a record that its JSON holds: each table is read once, and then a run of records."""

import asyncio
from typing import Any

from pressmark.citation.proof import has_trees, make_record_proof
from pressmark.citation.provable import ProvableTable, read_provable
from pressmark.site.content.record import Record
from pressmark.site.downloads.served_release import ServedRelease


async def prove_shown(shown: Record) -> dict[str, Any] | None:
    """Prove a record; None where its release has no trees.

    ChangedError where a file of its table is not what it was when the site began.
    """
    release, name = shown.release, shown.table.name
    files = release.table_files(name)
    if not files or not has_trees(release.package.descriptor):
        return None
    for file in files:
        file.unchanged()
    table = await read_provable_once(release, name)
    return await asyncio.to_thread(
        make_record_proof, table, shown.key, release.package.descriptor, release.since
    )


async def read_provable_once(release: ServedRelease, name: str) -> ProvableTable:
    """Read a table for its proofs, beside the answers to others; whoever asks meanwhile waits."""
    reading = release.trees.get(name)
    if reading is None or (reading.done() and (reading.cancelled() or reading.exception())):
        table = release.package.table(name).published
        reading = asyncio.ensure_future(asyncio.to_thread(read_provable, table))
        release.trees[name] = reading
    return await asyncio.shield(reading)
