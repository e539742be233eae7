"""Days as data writes them, and which day was probably meant by a text that is written otherwise.

A day is `YYYY-MM-DD` of the Gregorian calendar, in ten characters ("date" of Table Schema).
"""

import calendar
import datetime
import re
import unicodedata

EXAMPLE = "2021-05-18"
LONGEST = 60
"""Nobody writes a day in more characters."""
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBERS = re.compile(r"([0-9]{1,4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,4})(?![0-9-/.])")
DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
PART = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2}))?")
WORDS = re.compile(r"[a-z]+|[0-9]+")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
SHORTEST_MONTH = 3
YEAR_DIGITS = 4


def is_day(text: str) -> bool:
    """Whether a text is a day that the calendar has, written as data writes it."""
    if DAY.fullmatch(text) is None:
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def guess_days(text: str) -> tuple[str, ...]:
    """Give the days that a text probably means, the likeliest first; none where it tells of none.

    What has slashes is read with the month first, and with the day first too where that is another
    day; what has points with the day first. A day after the end of a month is its last.
    """
    plain = unicodedata.normalize("NFKC", text[: LONGEST + 1]).strip().casefold()
    if len(plain) > LONGEST:
        return ()
    found = (render_day(*parts) for parts in list_readings(plain))
    return tuple(dict.fromkeys(each for each in found if each))


def suggest_day(text: str, example: str = EXAMPLE) -> str:
    """Say which day to write in place of a text that is none."""
    first, *others = guess_days(text) or ("",)
    if not first:
        return f"write a day, such as {example if is_day(example) else EXAMPLE}"
    return f"write {first}" + "".join(f", or {each}" for each in others)


def list_readings(plain: str) -> list[tuple[int, int, int]]:
    """List the ways to read a text as year, month and day."""
    digits, numbers = DIGITS.fullmatch(plain), NUMBERS.match(plain)
    part, words = PART.fullmatch(plain), WORDS.findall(plain)
    if digits:
        return [(int(digits[1]), int(digits[2]), int(digits[3]))]
    if numbers and len(numbers[1]) == YEAR_DIGITS:
        year, month, day = (int(each) for each in numbers.groups())
        return [(year, month, day) if month <= 12 else (year, day, month)]  # noqa: PLR2004
    if numbers and len(numbers[3]) == YEAR_DIGITS:
        one, two, year = (int(each) for each in numbers.groups())
        both = [(year, one, two), (year, two, one)]
        return both[::-1] if "." in numbers[0] else both
    if part:
        return [(int(part[1]), int(part[2] or 1), 1)]
    months = [number for number in map(read_month, words) if number]
    years = [int(each) for each in words if each.isdigit() and len(each) == YEAR_DIGITS]
    days = [int(each) for each in words if each.isdigit() and len(each) < SHORTEST_MONTH]
    if len(months) == len(years) == 1:
        return [(years[0], months[0], days[0] if days else 1)]
    return []


def read_month(word: str) -> int:
    """Give the number of a month by its name or the beginning of it; 0 where it is none."""
    if len(word) < SHORTEST_MONTH:
        return 0
    return next((n for n, name in enumerate(MONTHS, start=1) if name.startswith(word)), 0)


def render_day(year: int, month: int, day: int) -> str | None:
    """Write a day; its month's last where that has fewer; None where there is no such month."""
    if not (1 <= year <= datetime.MAXYEAR and 1 <= month <= 12 and 1 <= day <= 31):  # noqa: PLR2004
        return None
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, min(day, last)).isoformat()
