"""How long an export takes and how large it becomes, measured on its first pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.export.crawl import SiteWalk
from pressmark.export.places import INDEX, ROWS
from pressmark.site.address import link_page, link_releases
from pressmark.site.as_files import measure_sqlite
from pressmark.site.downloads.served_release import ServedFile, ServedRelease
from pressmark.words import phrase_count, phrase_size

SAMPLE = 16
"""So many records are asked for, spread over all tables."""
MINUTE = 60
FIXED = 120
"""Seconds up to which a time is told in seconds."""


@dataclass(frozen=True)
class Estimate:
    """What an export will take: pages, bytes with data and downloads, seconds.

    Of records that pages cite nobody knows before how many there are: then it is `at_least` so.
    """

    pages: int
    size: int
    seconds: float
    at_least: bool = False

    def phrase(self) -> str:
        """Say it in a sentence."""
        time = (
            phrase_count(max(1, round(self.seconds)), "second") if self.seconds < FIXED
            else phrase_count(round(self.seconds / MINUTE), "minute")
        )  # fmt: skip
        size = f"{phrase_size(self.size)} with the downloads"
        more = "; records that pages name are more" if self.at_least else ""
        return f"about {phrase_count(self.pages, 'page')}, {size}, {time}{more}"


async def estimate(
    walk: SiteWalk, release: ServedRelease, records: Sequence[str], *, at_least: bool
) -> Estimate:
    """Ask for a page of the largest table and for a few records, and reckon with these."""
    counts = release.records
    downloads = sum(
        source.size for _, source in walk.places.copies if isinstance(source, ServedFile)
    )
    tables = sum(-(-count // int(ROWS)) for count in counts.values())
    largest = max(counts, key=lambda name: counts[name], default="")
    known = {each.file for each in walk.places.known.values() if each.asked}
    others = sum(each.endswith(INDEX) for each in known) - len(records)
    await measure(walk, ["/"])  # the first page waits for what is opened once
    page_size, page_seconds = await measure(walk, [link_page(release.database_name, largest)])
    plain = [link_releases(), release.method, release.dictionary]
    plain_size, plain_seconds = await measure(walk, plain)
    step = max(1, len(records) // SAMPLE)
    some = records[step // 2 :: step][:SAMPLE]
    await measure(walk, some[:1])  # what serves every record is asked for the first
    size, seconds = await measure(walk, [each for one in some[1:] for each in (one, f"{one}.json")])
    each = (size / len(some[1:]), seconds / len(some[1:])) if some[1:] else (0.0, 0.0)
    return Estimate(
        tables + others + len(records),
        round(
            downloads + measure_sqlite() + tables * page_size + others * plain_size / len(plain)
            + len(records) * each[0]
        ),
        tables * page_seconds + others * plain_seconds / len(plain) + len(records) * each[1],
        at_least,
    )  # fmt: skip


async def measure(walk: SiteWalk, addresses: Sequence[str]) -> tuple[int, float]:
    """Ask for some pages, which are written, and give their bytes and the seconds."""
    size, seconds = walk.written, walk.seconds
    for address in addresses:
        place = walk.places.find(address)
        if place and place.asked:
            walk.found += await walk.take(place, address)
    return walk.written - size, walk.seconds - seconds
