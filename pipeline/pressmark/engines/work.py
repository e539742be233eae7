"""What workers are told and what they send back: values that travel, and nothing that runs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal, NamedTuple, Protocol

import pyarrow as pa

from pressmark import __version__
from pressmark.intake.limits import Limits
from pressmark.intake.portions import BegunTable, Portion
from pressmark.intake.seams import Seams
from pressmark.package import Package
from pressmark.validate import ChosenRules
from pressmark.validate.key_checks import AskedKey

ROWS = pa.schema(
    [
        ("bucket", pa.int64()),
        ("side", pa.int32()),
        ("record", pa.int64()),
        ("line", pa.int64()),
        ("times", pa.int64()),
        ("texts", pa.list_(pa.string())),
        ("told", pa.string()),
    ]
)
"""What workers send: keys on their way to be compared, or as JSON what was found.

A row with keys has the number of the key rule's side, where it stands, how many records it stands
for, and its cells as written; all of one key have one `bucket`. What is `told` has no side.
"""
TOLD = -1
Batches = Iterator[pa.RecordBatch]


class Task(NamedTuple):
    """What one worker reads: a portion of a table, the whole of it, or its bytes for the digest."""

    kind: Literal["text", "groups", "whole", "digest"]
    table: int
    portion: Portion | None = None


@dataclass(frozen=True)
class Work:
    """All that workers must know to judge a package as one machine does.

    `package` is without what its schemas ask and nobody can judge, `unread` are patterns that are
    not checked. `begun` and `seams` are there for the tables that are read in portions.
    """

    package: Package
    limits: Limits
    limit: int
    unread: frozenset[str]
    choice: ChosenRules
    keys: tuple[AskedKey, ...]
    tasks: tuple[Task, ...] = ()
    begun: tuple[BegunTable | None, ...] = ()
    seams: tuple[Seams | None, ...] = ()
    versions: tuple[str, str] = ("", "")

    def number_side(self, key: int, side: int) -> int:
        """Number a side of a key rule, by its number among all."""
        return 2 * key + side


class Machines(Protocol):
    """Machines that run work: what we ask of Spark, and no more.

    MachineError where they are lost, or the work fails on one of them.
    """

    def spread(self, count: int, work: Callable[[int], Batches]) -> pa.Table:
        """Run work for each number below `count`, and give all rows in any order."""

    def shuffle(
        self,
        count: int,
        work: Callable[[int], Batches],
        partitions: int,
        gather: Callable[[Batches], Batches],
    ) -> pa.Table:
        """Run work for each number, bring rows of one `bucket` together, and `gather` them."""


def read_versions() -> tuple[str, str]:
    """Give the versions of Pressmark and DuckDB: machines that have the same answer alike."""
    return __version__, version("duckdb")


def tell_row(told: str, bucket: int) -> pa.RecordBatch:
    """Give what was found as a row, which goes to the partition of that bucket."""
    values = {"bucket": bucket, "side": TOLD, "told": told}
    return pa.RecordBatch.from_pylist([values], schema=ROWS)
