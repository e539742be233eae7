"""What an engine loses on the way, or sends twice, is no report but a failure of the machine."""

from collections.abc import Callable, Iterator
from functools import partial

import pyarrow as pa
import pytest

from pressmark.engines.counted import count_gathered, list_tasks, take_counted
from pressmark.engines.work import ROWS, Batches, tell_row
from pressmark.errors import MachineError

TASKS = 4


def work(number: int) -> Batches:
    """Tell as many rows as the number says."""
    for each in range(number):
        yield tell_row(f"{number}.{each}", each)


def gather_first(batches: Batches) -> Batches:
    """Give the first row alone, and ask for no other."""
    yield from (each.slice(0, 1) for each in [next(batches, None)] if each)


def pass_all(batches: Batches) -> Batches:
    """Give every row."""
    yield from batches


def sent() -> list[pa.RecordBatch]:
    """Give all rows that the tasks send, a batch each."""
    numbers = pa.RecordBatch.from_arrays([pa.array(range(TASKS))], ["id"])
    return list(list_tasks(work, iter([numbers])))


def gathered(gather: Callable[[Batches], Batches]) -> list[pa.RecordBatch]:
    """Give all rows that two partitions send, a batch each."""
    rows = sent()
    count = partial(count_gathered, gather)
    found = [*count(iter(rows[::2])), *count(iter(rows[1::2]))]
    return [each.slice(at, 1) for each in found for at in range(each.num_rows)]


def take(rows: list[pa.RecordBatch], *, is_gathered: bool) -> list[str]:
    """Take the rows that came; give what they tell."""
    table = pa.Table.from_batches(rows, ROWS)
    found = take_counted(table, TASKS, "--engine sail", gathered=is_gathered)
    return sorted(found.column("told").to_pylist())


EVERYTHING = sorted(f"{number}.{each}" for number in range(TASKS) for each in range(number))


def test_what_came_whole_is_taken_without_its_counts() -> None:
    assert take(sent(), is_gathered=False) == EVERYTHING
    assert take(gathered(pass_all), is_gathered=True) == EVERYTHING
    assert len(take(gathered(gather_first), is_gathered=True)) == 2


def spoil(rows: list[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """Lose each row, and send each twice."""
    for at in range(len(rows)):
        yield rows[:at] + rows[at + 1 :]
        yield [*rows, rows[at]]


@pytest.mark.parametrize("is_gathered", [False, True])
def test_no_row_can_be_lost_or_sent_twice(*, is_gathered: bool) -> None:
    for rows in spoil(gathered(pass_all) if is_gathered else sent()):
        with pytest.raises(MachineError, match="lost rows on their way, or sent some twice"):
            take(rows, is_gathered=is_gathered)
    with pytest.raises(MachineError):
        take([], is_gathered=is_gathered)


def test_a_row_that_is_lost_before_it_is_gathered_is_missed() -> None:
    rows = [each for each in sent() if each.column("told")[0].as_py() != "3.1"]
    found = list(count_gathered(pass_all, iter(rows)))
    with pytest.raises(MachineError):
        take(found, is_gathered=True)
