"""A cluster of plain Python: work in so many partitions, its rows in any order."""

import pickle
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from pressmark.engines.work import ROWS, Batches


@dataclass
class Partitions:
    """Runs everything here and now; what travels between machines is pickled and read again.

    `rounds` has, of each time that keys were brought together, how many tasks there were.
    """

    shuffled: random.Random
    rounds: list[int] = field(default_factory=list)

    def spread(self, count: int, work: Callable[[int], Batches]) -> pa.Table:
        """Run work for each number below `count`, in any order."""
        sent: Callable[[int], Batches] = travel(work)
        numbers = self.shuffled.sample(range(count), count)
        return pa.Table.from_batches([batch for each in numbers for batch in sent(each)], ROWS)

    def shuffle(
        self,
        count: int,
        work: Callable[[int], Batches],
        partitions: int,
        gather: Callable[[Batches], Batches],
    ) -> pa.Table:
        """Run work for each number, and gather rows of one bucket in one of the partitions."""
        self.rounds.append(count)
        rows = self.spread(count, work).combine_chunks()
        places = defaultdict(list)
        for at, bucket in enumerate(rows.column("bucket").to_pylist()):
            places[bucket % partitions].append(at)
        answers = []
        for each in places.values():
            self.shuffled.shuffle(each)
            whole = rows.take(pa.array(each, pa.int64()))
            answers += travel(gather)(iter(whole.to_batches(max_chunksize=50)))
        self.shuffled.shuffle(answers)
        return pa.Table.from_batches(answers, ROWS)


def travel(work: Any) -> Any:
    """Give what comes out on another machine."""
    return pickle.loads(pickle.dumps(work))  # noqa: S301 - it was pickled here
