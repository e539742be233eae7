"""Fewer points of a line, its ends kept (Visvalingam and Whyatt 1993: the least triangle goes)."""

import heapq
from collections.abc import Sequence

Point = tuple[float, float]


def thin_line(line: tuple[Point, ...], weight: float) -> tuple[Point, ...]:
    """Leave out points that make a triangle smaller than `weight` with their neighbors.

    The same in both directions, since two areas walk along a border in opposite ones.
    """
    if len(line) <= 2:  # noqa: PLR2004 - its ends
        return line
    backwards = line[::-1]
    if backwards < line:
        return thin_one_way(backwards, weight)[::-1]
    return thin_one_way(line, weight)


def thin_one_way(line: tuple[Point, ...], weight: float) -> tuple[Point, ...]:
    """Thin a line in the direction in which it is given."""
    last = len(line) - 1
    before, after = list(range(-1, last)), list(range(1, last + 2))
    sizes = [0.0] * (last + 1)
    heap = []
    for n in range(1, last):
        sizes[n] = measure_triangle(line[n - 1], line[n], line[n + 1])
        heap.append((sizes[n], n))
    heapq.heapify(heap)
    gone = [False] * (last + 1)
    while heap:
        size, n = heapq.heappop(heap)
        if gone[n] or size != sizes[n]:
            continue
        if size >= weight:
            break
        gone[n] = True
        left, right = before[n], after[n]
        after[left], before[right] = right, left
        for each in (left, right):
            if 0 < each < last:
                # A point whose neighbor went is never smaller than that one was.
                sizes[each] = max(
                    size, measure_triangle(line[before[each]], line[each], line[after[each]])
                )
                heapq.heappush(heap, (sizes[each], each))
    return tuple(point for n, point in enumerate(line) if not gone[n])


def measure_triangle(a: Point, b: Point, c: Point) -> float:
    """Give the area of a triangle."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def measure_area(ring: Sequence[Point]) -> float:
    """Give the area of a ring (the shoelace formula); its sign says in which direction it goes."""
    after = (*ring[1:], *ring[:1])
    return (
        sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, after, strict=True))
        / 2
    )
