"""Dates as a project writes them → days, for what stands in time."""

import datetime
import re
from calendar import monthrange

WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?$")


def read_days(written: str) -> tuple[datetime.date, datetime.date] | None:
    """Read a year, a month or a day as its first and last day; None where it is none of them.

    Of a range `2021-05-10/2021-05-16` the two sides count (EDTF, level 1).
    """
    sides = [read_days_of_side(side) for side in written.split("/")]
    first, last = sides[0], sides[-1]
    return (first[0], last[1]) if first and last and len(sides) < 3 else None  # noqa: PLR2004


def read_days_of_side(written: str) -> tuple[datetime.date, datetime.date] | None:
    """Read one side of a range."""
    match = WRITTEN.match(written.strip())
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        first = datetime.date(year, month or 1, day or 1)
        last = datetime.date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return first, last
