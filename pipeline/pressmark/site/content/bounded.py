"""How many rows of a section a page shows: those for which it has room. What it leaves out it says.

Rows are weighed by the HTML that they become, about. A section has some room, and all that are not
charts share that of their page: the short ones whole, the long ones alike. So a page stays one that
a phone can load, whatever a SELECT answers.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import escape

from pressmark.site.content.footnotes import COLUMNS, read_keys
from pressmark.site.content.shape import FOOTNOTED, ROW_WEIGHT, Weight

Row = Mapping[str, Any]
OF_A_SECTION, OF_A_PAGE = 48_000, 160_000
"""Bytes of HTML, about."""
OF_A_SHAPE: Mapping[str, int] = {
    "table": 112_000,
    "evidence": 60_000,
    "map": 30_000,
    "lanes": 30_000,
}
"""The same of sections that a page folds: a table, evidence, what stands below a chart."""
OF_A_CHART: Mapping[str, int] = {"map": 240_000, "lanes": 84_000}
"""The same of what is drawn, which is sent at a sixth of its size."""
LINKED, NOTED, LISTED, CELL = 90, 120, 330, 70
"""Bytes around a link to a record, a footnote, its source in the list, a cell of a table."""
MOST_MARKS = 40
"""Marks that a strip draws for a count, so many bytes each."""
OF_A_MARK = 90


def share_room(weights: Sequence[int], of: int = OF_A_PAGE) -> int:
    """Give the room that each of some parts may take at most of what they have together."""
    left = of
    for number, each in enumerate(sorted(weights)):
        fair = left // (len(weights) - number)
        if each > fair:
            return fair
        left -= each
    return of


def find_room(shape: str) -> int:
    """Give the room that a section of a shape has at most."""
    return OF_A_SHAPE.get(shape, OF_A_SECTION)


def weigh_rows(shape: str, rows: Sequence[Row]) -> int:
    """Weigh the rows of a section, no further than it has room."""
    total, listed = 0, set[str]()
    for place, row in enumerate(rows):
        total += weigh_row(shape, row, listed, is_first=place == 0)
        if total > find_room(shape):
            return find_room(shape)
    return total


def weigh_row(shape: str, row: Row, listed: set[str], *, is_first: bool = False) -> int:
    """Give about how many bytes of HTML a row becomes in a shape.

    `listed` are the sources that are listed for rows before it; those of this one are added.
    """
    around: Weight = ROW_WEIGHT[shape]
    texts = sum(len(escape(str(value))) for value in row.values() if value is not None)
    found = around.once + (around.first if is_first else 1) * texts
    found += LINKED if row.get("record_key") is not None else 0
    if shape in FOOTNOTED:
        columns = COLUMNS[-1:] if shape == "table" else COLUMNS
        keys = [key for each in columns for key in read_keys(row.get(each))]
        found += NOTED * len(keys) + LISTED * len({*keys} - listed)
        listed.update(keys)
    if shape == "table":
        found += sum(CELL + len(name) for name in row)
    if shape == "strip":
        found += OF_A_MARK * min(int(row["number"] or 0), MOST_MARKS)
    return found


def keep_what_fits(shape: str, rows: Sequence[Row], room: int) -> Sequence[Row]:
    """Give the rows of a section for which there is room: the first, in their order.

    Of a list they are the first of each status, of evidence that of fields in dispute.
    """
    kept, listed = set[int](), set[str]()
    for place in order_by_need(shape, rows):
        room -= weigh_row(shape, rows[place], listed, is_first=place == 0)
        if room < 0:
            break
        kept.add(place)
    return rows if len(kept) == len(rows) else [rows[place] for place in sorted(kept)]


def order_by_need(shape: str, rows: Sequence[Row]) -> Iterator[int]:
    """Give the places of rows in the order in which they are let in."""
    if shape == "list":
        seen: Counter[Any] = Counter()
        ranks = []
        for row in rows:
            ranks.append(seen[row["status"]])
            seen[row["status"]] += 1
        return iter(sorted(range(len(rows)), key=ranks.__getitem__))
    if shape == "evidence":
        against = {name_field(row) for row in rows if row["bears"] == "against"}
        return iter(
            sorted(range(len(rows)), key=lambda place: name_field(rows[place]) not in against)
        )
    return iter(range(len(rows)))


def name_field(row: Row) -> tuple[Any, Any]:
    """Name the field of which a row of evidence speaks, and the record where it is another."""
    return row.get("about"), row["field"]
