"""What stops a release unless somebody signs it off: the guards, held against what was published.

A reason that is given is published with what it signs off. What was signed off is from then on
something that the releases did before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from shlex import quote

from pressmark.compare import Comparison
from pressmark.compare.alike import AlikeCells, find_alike_cells
from pressmark.compare.pairs import list_former_names
from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError, ReleaseError, list_first
from pressmark.package import Package, Table
from pressmark.publish.guards import Past, Stop, find_stops, read_bounds
from pressmark.releases.counting import count_apart
from pressmark.releases.find import has_digest, read_release
from pressmark.releases.ledger import Entry, Ledger, read_ledger
from pressmark.releases.signed_off import SignedOff
from pressmark.releases.statistics import (
    STATISTICS,
    Statistics,
    TableStatistics,
    read_statistics,
)
from pressmark.version import is_final, order_version
from pressmark.words import find_nearest

ACCEPT = "--accept"
LEARNED_FROM = 100
"""Releases of which guards learn, the newest."""
COUNTED_AGAIN = 50_000_000
"""Bytes of tables that are counted of releases without statistics, beyond the newest of them."""


class GuardError(ReleaseError):
    """The data did what no release did before, and nobody has signed it off: it looks wrong."""

    exit_code = 1

    def __init__(self, place: str, stops: tuple[Stop, ...]) -> None:
        """Keep what stops, and say how it is signed off."""
        self.stops = stops
        names = dict.fromkeys(each.name for each in stops)
        options = " ".join(f"{ACCEPT} {quote(f'{each}=the reason')}" for each in names)
        super().__init__(
            place,
            "the data looks wrong, and nobody has signed it off",
            f"mend it, or say why it is right, which is published: {options}",
            lines=list_first(f"{each.name}: {each.sentence}" for each in stops),
        )

    def written(self) -> list[dict[str, str | None]]:
        """Give what stops for programs, each with the option that signs it off."""
        return [
            asdict(each) | {"option": f"{ACCEPT} {quote(f'{each.name}=the reason')}"}
            for each in self.stops
        ]


@dataclass(frozen=True)
class Learned:
    """What one release told: its version and its statistics."""

    version: str
    statistics: Statistics


def guard(  # noqa: PLR0913, PLR0917 - as many things bear on it
    package: Package,
    comparison: Comparison,
    statistics: Statistics,
    learned: tuple[Learned, ...],
    accepted: Mapping[str, str],
    engine: Engine,
) -> tuple[SignedOff, ...]:
    """Give what was signed off; GuardError where anything stops that was not.

    `learned` are the releases before, the oldest first, `engine` is that of the comparison. The
    name of a table signs off its fields, too.
    ProjectError where a name is none of the package, has no reason, or nothing of it stops.
    """
    refuse_unknown(package, accepted)
    alike = find_alike_cells(comparison, engine)
    stops = tuple(list_stops(package, comparison, statistics, learned, alike))
    needed = {name for each in stops for name in (each.name, each.table)}
    for name in accepted:
        if name not in needed:
            right = "leave the option out, or name what stops"
            raise ProjectError(ACCEPT, f"nothing of {name!r} stops this release", right)
    left = tuple(each for each in stops if each.name not in accepted and each.table not in accepted)
    if left:
        raise GuardError(package.place, left)
    return tuple(
        SignedOff(each.table, each.field, each.sentence,
                  (accepted.get(each.name) or accepted[each.table]).strip())
        for each in stops
    )  # fmt: skip


def refuse_unknown(package: Package, accepted: Mapping[str, str]) -> None:
    """Stop where something is signed off that is no table and no field, or for no reason."""
    known = name_parts(package)
    for name, reason in accepted.items():
        if name not in known:
            near = find_nearest(name, known)
            right = f"did you mean {near!r}?" if near else "name a table, or a field as TABLE.FIELD"
            raise ProjectError(ACCEPT, f"{name!r} is no table and no field of the package", right)
        if not reason.strip():
            right = f'say in a sentence why it is right: {ACCEPT} "{name}=why"'
            raise ProjectError(ACCEPT, f"{name!r} is given no reason", right)


def name_parts(package: Package) -> tuple[str, ...]:
    """Name every table, and every field behind its table and a dot."""
    return tuple(
        name
        for table in package.tables
        for name in (table.name, *(f"{table.name}.{each.name}" for each in table.schema.fields))
    )


def list_stops(
    package: Package,
    comparison: Comparison,
    statistics: Statistics,
    learned: tuple[Learned, ...],
    alike: tuple[AlikeCells, ...],
) -> Iterator[Stop]:
    """Give what stops, table by table."""
    gone = count_keys_gone(comparison)
    for table in package.tables:
        names = (table.name, *list_former_names(table.resource))
        new = statistics.table(names[:1])
        told = [(each.version, found) for each in learned
                if (found := each.statistics.table(names))]  # fmt: skip
        if new:
            past = Past(tuple(found for _, found in told), told[-1][0]) if told else None
            is_compared = past and comparison.old and comparison.old.version == past.since
            lost = gone.get(table.name, 0) if is_compared else 0
            bounds = read_bounds(table.resource, package.descriptor)
            own = tuple(each for each in alike if each.table == table.name) if is_compared else ()
            yield from find_stops(table, past, new, bounds, lost, own)


def count_keys_gone(comparison: Comparison) -> dict[str, int]:
    """Count the primary keys that each table has no more, where they are those it had."""
    both = zip(comparison.pairs, comparison.tables, strict=False)
    return {pair.name: changes.removed for pair, changes in both if pair.key}


def read_learned(package: Package, comparison: Comparison) -> tuple[Learned, ...]:
    """Give what the releases told up to the one that is compared with, the oldest first.

    Withdrawn ones teach nothing, nor do pre-releases where there is anything else.
    """
    if comparison.old is None or package.releases is None:
        return ()
    ledger = read_ledger(package.releases)
    newest = order_version(comparison.old.version)
    entries = [
        each
        for each in ledger.published
        if order_version(each.version) <= newest and not ledger.withdrawal(each.version)
    ]
    entries = [each for each in entries if is_final(each.version)] or entries
    entries = sorted(entries, key=lambda each: order_version(each.version))[-LEARNED_FROM:]
    return tuple(reversed(tuple(read_all(ledger, entries))))


def read_all(ledger: Ledger, entries: list[Entry]) -> Iterator[Learned]:
    """Read the statistics of releases, the newest first; count those that have none.

    Only the newest is counted whatever its size. A folder that is not here teaches nothing.
    ReleaseError where a file is not what was published.
    """
    counted: dict[str, TableStatistics] = {}
    left = COUNTED_AGAIN
    for number, entry in enumerate(reversed(entries)):
        folder = ledger.folder / entry.version
        place = folder / STATISTICS
        if not folder.is_dir():
            continue
        if STATISTICS in entry.files:
            if not has_digest(place, entry.files[STATISTICS]):
                right = "bring the folder back from version control"
                raise ReleaseError(str(place), "is not what was published", right)
            text = place.read_text(encoding="utf-8")
            yield Learned(entry.version, read_statistics(text, str(place)))
            continue
        if number and left <= 0:
            continue
        release = read_release(ledger.folder, entry)
        fresh = [each for each in release.tables if identify_content(each) not in counted]
        left -= sum(each.resource.bytes or 0 for each in fresh)
        if number and left < 0:
            continue
        counted |= {identify_content(each): count_apart(each) for each in fresh}
        tables = tuple(counted[identify_content(each)] for each in release.tables)
        yield Learned(entry.version, Statistics(tables=tables))


def identify_content(table: Table) -> str:
    """Give a text that only tables share that hold the same under the same names."""
    described = [(each.name, each.type) for each in table.schema.fields]
    return repr((table.name, table.resource.hash, table.schema.missing_values, described))


def find_told(comparison: Comparison, learned: tuple[Learned, ...]) -> Statistics | None:
    """Give the statistics of the older side of a comparison, if they were learned last."""
    is_compared = learned and comparison.old and learned[-1].version == comparison.old.version
    return learned[-1].statistics if is_compared else None
