"""What is known of a package to be right before it is judged, and what judging showed to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pressmark.package import Package
from pressmark.report import TableReport


@dataclass(frozen=True)
class Known:
    """Of what need not be judged again: in `sound` tables nothing was found in file and cells.

    Tables go by their positions in the package. Of those in `keyed` no key, own or foreign, is
    wrong; own rules that find nothing go by their names.
    """

    sound: Mapping[int, TableReport] = field(default_factory=dict)
    keyed: frozenset[int] = frozenset()
    rules: frozenset[str] = frozenset()


NOTHING_KNOWN = Known()


def list_involved(package: Package) -> tuple[tuple[int, ...], ...]:
    """Give for each table the positions of those that its keys read: its own comes first."""
    positions = {each.name: position for position, each in enumerate(package.tables)}
    return tuple(
        (
            position,
            *(positions[key.reference.resource or table.name] for key in table.schema.foreign_keys),
        )
        for position, table in enumerate(package.tables)
    )


def list_skipped(package: Package, known: Known) -> dict[int, TableReport]:
    """Give the sound tables of which no key reads a cell that is still to be judged."""
    involved = enumerate(list_involved(package))
    read = {each for position, those in involved if position not in known.keyed for each in those}
    return {position: each for position, each in known.sound.items() if position not in read}
