"""Values of number and date fields in steps that a person would choose: 1, 2 or 5 of something."""

import datetime
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from math import floor, isfinite, log10

from pressmark import sql
from pressmark.package import Field
from pressmark.site.charts import Step
from pressmark.site.content.record import render_whole

NUMBERS = ("integer", "number", "year")
DATES = ("date", "datetime", "yearmonth")
MOST = 24
"""Steps of a histogram."""
YEAR, MONTH, DAY = 4, 7, 10
"""Characters of a date that name its year, month and day."""


@dataclass(frozen=True)
class Ordered:
    """The lowest and the highest value of a field in words, and how many are in each step."""

    lowest: str
    highest: str
    steps: tuple[Step, ...]


def count_steps(connection: sqlite3.Connection, field: Field, source: str) -> Ordered | None:
    """Count the values of a field in steps; None where it has fewer than two of them."""
    name = sql.quote(field.name)
    if field.type in NUMBERS:
        return count_numbers(connection, name, source, is_year=field.type == "year")
    return count_dates(connection, name, source)


def count_numbers(
    connection: sqlite3.Connection, name: str, source: str, *, is_year: bool
) -> Ordered | None:
    """Count numbers; what is no finite number is passed over."""
    value = (
        f"case when typeof({name}) in ('integer', 'real') then {name}"
        f" when {name} glob '*[0-9]*' then cast({name} as real) end"
    )
    low, high = connection.execute(f"select min({value}), max({value}) from {source}").fetchone()
    if low is None or low == high or not (isfinite(low) and isfinite(high)):
        return None
    size = round_up((high - low) / MOST)
    if float(low).is_integer() and float(high).is_integer():
        size = max(1, size)
    first = floor(low / size)
    rows = connection.execute(
        f"select cast(floor_of as integer), count(*) from (select ({value}) / {size!r} - {first} as"
        f" floor_of from {source}) where floor_of is not null group by 1"
    )
    counts = {int(number): count for number, count in rows}
    is_whole = size == 1
    write = str if is_year else render_number

    def words(number: int) -> str:
        start = (first + number) * size
        if is_whole:
            return write(int(start))
        return f"{write(round_off(start))} to less than {write(round_off(start + size))}"

    return Ordered(write(round_off(low)), write(round_off(high)), fill_steps(counts, words))


def round_up(size: float) -> float:
    """Give the next size that is 1, 2 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(size))
    return next(each * power for each in (1, 2, 5, 10) if size <= each * power * 1.000001)


def round_off(value: float) -> int | float:
    """Give a number without the traces of computing with it."""
    rounded = float(f"{value:.12g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded  # noqa: PLR2004


def render_number(value: float) -> str:
    """Write a number for readers."""
    return f"{value:,}" if isinstance(value, int) else render_whole(value)


def count_dates(connection: sqlite3.Connection, name: str, source: str) -> Ordered | None:
    """Count dates by years, months or days, whichever are not too many."""
    real = f"{name} glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]*'"
    low, high = connection.execute(
        f"select min({name}), max({name}) from {source} where {real}"
    ).fetchone()
    if low is None or low == high:
        return None
    for letters, index in ((DAY, number_day), (MONTH, number_month), (YEAR, int)):
        first, last = index(low[:letters]), index(high[:letters])
        if last - first < MOST or letters == YEAR:
            break
    size = max(1, int(round_up((last - first) / MOST))) if last > first else 1
    rows = connection.execute(
        f"select substr({name}, 1, {letters}), count(*) from {source} where {real} group by 1"
    )
    counts: dict[int, int] = {}
    for value, count in rows:
        number = (index(value) - first) // size
        counts[number] = counts.get(number, 0) + count
    words = choose_date_words(letters, first, size)
    return Ordered(low[:DAY], high[:DAY], fill_steps(counts, words))


def choose_date_words(letters: int, first: int, size: int) -> Callable[[int], str]:
    """Give what names a step of dates."""

    def words(number: int) -> str:
        start = first + number * size
        if letters == MONTH:
            return f"{start // 12}-{start % 12 + 1:02}"
        if letters == DAY:
            return render_day(start)
        return str(start) if size == 1 else f"{start} to {start + size - 1}"

    return words


def number_month(written: str) -> int:
    """Count months from the year 0."""
    return int(written[:4]) * 12 + int(written[5:7]) - 1


def number_day(written: str) -> int:
    """Count days; a day that there is not counts as the first of its month."""
    year, month = int(written[:4]), int(written[5:7])
    day = int(written[8:10]) if written[8:10].isdigit() else 1
    try:
        return datetime.date(year, month, day).toordinal()
    except ValueError:
        return datetime.date(max(1, year), min(12, max(1, month)), 1).toordinal()


def render_day(number: int) -> str:
    """Write a day that is counted."""
    return datetime.date.fromordinal(number).isoformat()


def fill_steps(counts: dict[int, int], words: Callable[[int], str]) -> tuple[Step, ...]:
    """Give every step from the first to the last, also those in which there is nothing."""
    numbers = range(min(counts), max(counts) + 1) if counts else range(0)
    return tuple(Step(words(number), counts.get(number, 0)) for number in numbers)
