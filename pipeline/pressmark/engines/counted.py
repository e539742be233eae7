"""Rows counted where they leave and where they arrive: what an engine lost is no report.

An engine that loses a row, or sends one twice, would else make wrong data right, or the reverse.
Each task tells last how many rows it sent, and each partition how many came and how many it sends.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pressmark.engines.work import ROWS, Batches
from pressmark.errors import MachineError

SENT = -2
"""The side of a row that tells of a task: `record` is its number, `times` the rows it sent."""
GATHERED = -3
"""That of a row that tells of a partition: `times` came to it, `record` went from it."""


class Counts(NamedTuple):
    """How many rows were sent by tasks, came to partitions, and went from them."""

    sent: int
    came: int
    went: int


def count_sent(work: Callable[[int], Batches], number: int) -> Batches:
    """Give the rows of a task, and last of all how many they are."""
    rows = 0
    for batch in work(number):
        rows += batch.num_rows
        yield batch
    yield tell_count(SENT, number, rows, bucket=number)


def count_gathered(gather: Callable[[Batches], Batches], batches: Batches) -> Batches:
    """Give what is gathered of rows, what tasks told, and how many rows came and went."""
    told: list[pa.RecordBatch] = []
    came = went = 0

    def pass_on() -> Batches:
        nonlocal came
        for batch in batches:
            counts = pc.equal(batch.column("side"), SENT)
            rows = batch.filter(pc.invert(counts))
            told.append(batch.filter(counts))
            came += rows.num_rows
            if rows.num_rows:
                yield rows

    arriving = pass_on()
    for batch in gather(arriving):
        went += batch.num_rows
        yield batch
    for _ in arriving:  # what nobody asked for came all the same
        pass
    yield from told
    yield tell_count(GATHERED, went, came, bucket=0)


def tell_count(side: int, record: int, times: int, *, bucket: int) -> pa.RecordBatch:
    """Give a count as a row."""
    values = {"bucket": bucket, "side": side, "record": record, "times": times}
    return pa.RecordBatch.from_pylist([values], schema=ROWS)


def take_counted(found: pa.Table, count: int, place: str, *, gathered: bool) -> pa.Table:
    """Give the rows without their counts; MachineError where one is missing, or came twice."""
    side = found.column("side")
    tasks, partitions = (found.filter(pc.equal(side, each)) for each in (SENT, GATHERED))
    rows = found.filter(pc.greater(side, SENT))
    sent = add(tasks, "times")
    counts = Counts(sent, add(partitions, "times"), add(partitions, "record"))
    wanted = Counts(sent, sent, rows.num_rows) if gathered else Counts(rows.num_rows, 0, 0)
    if sorted(tasks.column("record").to_pylist()) != list(range(count)) or counts != wanted:
        wrong = "the engine lost rows on their way, or sent some twice"
        raise MachineError(place, wrong, "start it again; without an engine none can be lost")
    return rows


def add(rows: pa.Table, name: str) -> int:
    """Add the numbers of a column."""
    return sum(rows.column(name).to_pylist())


def list_tasks(work: Callable[[int], Batches], batches: Batches) -> Iterator[pa.RecordBatch]:
    """Give the rows of the tasks whose numbers come."""
    for batch in batches:
        for number in batch.column(0).to_pylist():
            yield from count_sent(work, number)
