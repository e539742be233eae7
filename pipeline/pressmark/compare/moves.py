"""Which records stand in another place among the others than they did.

The records of both sides that keep their order are the longest increasing run of new numbers in
the order of the old ones (Schensted 1961, by patience sorting); the others, of which no choice is
smaller, moved. `inside.m3` holds the numbers `gone` and `come` of those of the pair at position 3.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

import pyarrow as pa

from pressmark.compare.comparison import Pair
from pressmark.compare.matching import select_matched
from pressmark.compare.sides import Sides

AT_ONCE = 100_000


def name_moves(position: int) -> str:
    """Give the engine's name for the records that moved in the pair at a position."""
    return f"inside.m{position}"


def keep_moves(pair: Pair, position: int, sides: Sides) -> int:
    """Find the records that moved, keep their numbers in the engine, and count them.

    Where a side is missing there is nothing to keep.
    """
    if pair.old is None or pair.new is None:
        return 0
    engine = sides.engine
    both = select_matched(pair, position, sides.side(pair.old), sides.side(pair.new))
    ((falling,),) = engine.rows(
        "select count(*) from (select come < lag(come) over (order by gone) as falls "
        f"from ({both})) where falls"
    )
    engine.run(f"create table {name_moves(position)} (gone bigint, come bigint)")
    if not falling:
        return 0
    gone, come = array("q"), array("q")
    for batch in engine.batches(f"{both} order by gone"):
        gone.extend(batch.column(0).to_pylist())
        come.extend(batch.column(1).to_pylist())
    count = 0
    for some in split_batches(find_moved(come)):
        pairs = {"gone": [gone[n] for n in some], "come": [come[n] for n in some]}
        engine.insert(name_moves(position), pa.RecordBatch.from_pydict(pairs))
        count += len(some)
    return count


def split_batches(places: Iterable[int]) -> Iterator[list[int]]:
    """Give places in lists of at most `AT_ONCE`."""
    some: list[int] = []
    for place in places:
        some.append(place)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def find_moved(numbers: "array[int]") -> Iterator[int]:
    """Give the places, from 0, of the fewest numbers without which the others only rise."""
    kept = bytearray(len(numbers))
    for place in find_longest_rise(numbers):
        kept[place] = 1
    return (place for place, stays in enumerate(kept) if not stays)


def find_longest_rise(numbers: "array[int]") -> Iterator[int]:
    """Give the places of a longest increasing run, from its end to its beginning.

    All numbers differ. It holds three numbers for each, and takes n log n steps.
    """
    ends, places = array("q"), array("q")
    before = array("q", [-1]) * len(numbers)
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        if length:
            before[place] = places[length - 1]
        if length == len(ends):
            ends.append(number)
            places.append(place)
        else:
            ends[length] = number
            places[length] = place
    place = places[-1] if places else -1
    while place >= 0:
        yield place
        place = before[place]
