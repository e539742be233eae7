"""What is known of a package to be right before it is judged, and what judging showed to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
