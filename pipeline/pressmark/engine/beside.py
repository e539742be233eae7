"""An engine used by several threads, each by a way in of its own."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from pressmark.engine.connection import Engine
from pressmark.package import Package

AT_ONCE = 2
"""So many threads work for a small package: to plan a statement takes one processor."""
SMALL = 4_000_000
"""Up to so many bytes of tables: of more, one statement may take all the memory that there is."""


@contextmanager
def enter_beside(engine: Engine) -> Iterator[Engine]:
    """Give an engine by another way in, for another thread, for the length of a block."""
    with engine.cursor() as cursor:
        other = copy.copy(engine)
        vars(other)["connection"] = cursor.connection
        yield other


def choose_at_once(package: Package) -> int:
    """Choose how many statements about a package's tables are run at once."""
    paths = (path for each in package.tables for path in each.paths)
    size = sum(path.stat().st_size for path in paths if path.is_file())
    return AT_ONCE if size <= SMALL else 1
