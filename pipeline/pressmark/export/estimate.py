"""How long an export takes and how large it becomes, measured on its first pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.export.crawl import SiteWalk
from pressmark.export.places import ROWS
from pressmark.site.address import link_page, link_releases
from pressmark.site.downloads.served_release import ServedFile, ServedRelease
from pressmark.words import phrase_size

SAMPLE = 3
MINUTE = 60
FIXED = 120
"""Seconds up to which a time is told in seconds."""


@dataclass(frozen=True)
class Estimate:
    """What an export will take: pages with their data, bytes with downloads, seconds."""

    pages: int
    size: int
    seconds: float

    def phrase(self) -> str:
        """Say it in a sentence."""
        time = (
            f"{round(self.seconds)} seconds" if self.seconds < FIXED
            else f"{round(self.seconds / MINUTE)} minutes"
        )  # fmt: skip
        return f"about {self.pages:,} pages, {phrase_size(self.size)} with the downloads, {time}"


async def estimate(walk: SiteWalk, release: ServedRelease, records: Sequence[str]) -> Estimate:
    """Ask for a page of the largest table and for a few records, and reckon with these."""
    counts = release.records
    downloads = sum(
        source.size for _, source in walk.places.copies if isinstance(source, ServedFile)
    )
    tables = sum(-(-count // int(ROWS)) for count in counts.values())
    largest = max(counts, key=lambda name: counts[name], default="")
    others = len({each.file for each in walk.places.known.values() if each.asked})
    others -= 2 * len(records)
    await measure(walk, ["/"])  # the first page waits for what is opened once
    page_size, page_seconds = await measure(walk, [link_page(release.database_name, largest)])
    plain = [link_releases(), release.method, release.dictionary]
    plain_size, plain_seconds = await measure(walk, plain)
    step = max(1, len(records) // SAMPLE)
    some = records[step // 2 :: step][:SAMPLE]
    size, seconds = await measure(walk, [each for one in some for each in (one, f"{one}.json")])
    each = (size / len(some), seconds / len(some)) if some else (0.0, 0.0)
    return Estimate(
        tables + others + 2 * len(records),
        round(
            downloads + tables * page_size + others * plain_size / len(plain)
            + len(records) * each[0]
        ),
        tables * page_seconds + others * plain_seconds / len(plain) + len(records) * each[1],
    )  # fmt: skip


async def measure(walk: SiteWalk, addresses: Sequence[str]) -> tuple[int, float]:
    """Ask for some pages, which are written, and give their bytes and the seconds."""
    size, seconds = walk.written, walk.seconds
    for address in addresses:
        place = walk.places.find(address)
        if place and place.asked:
            walk.found += await walk.take(place, address)
    return walk.written - size, walk.seconds - seconds
