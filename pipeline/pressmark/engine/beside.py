"""An engine used by several threads, each by a way in of its own."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from pressmark.engine.connection import Engine


@contextmanager
def enter_beside(engine: Engine) -> Iterator[Engine]:
    """Give an engine by another way in, for another thread, for the length of a block."""
    with engine.cursor() as cursor:
        other = copy.copy(engine)
        vars(other)["connection"] = cursor.connection
        yield other
