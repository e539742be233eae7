"""Every hostile package, by what is wrong with it."""

from .bombs import BOMBS
from .cells import CELLS
from .descriptors import DESCRIPTORS
from .entry import Entry
from .excesses import EXCESSES
from .places import PLACES
from .structures import STRUCTURES
from .texts import TEXTS

EVERY: tuple[Entry, ...] = (*TEXTS, *STRUCTURES, *CELLS, *DESCRIPTORS, *PLACES, *BOMBS, *EXCESSES)
