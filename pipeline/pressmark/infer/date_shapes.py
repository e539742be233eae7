"""How dates and times are written: their formats, and the shapes of what is written in one."""

import re
from collections.abc import Iterable, Mapping

DIRECTIVES = {
    "%Y": "(?:(?:1[5-9]|20)[0-9]{2}|9999)",
    "%y": "[0-9]{2}",
    "%m": "(?:0?[1-9]|1[0-2])",
    "%d": "(?:0?[1-9]|[12][0-9]|3[01])",
    "%b": "[A-Z][a-z]{2}",
    "%B": "[A-Z][a-z]{2,8}",
    "%H": "(?:[01]?[0-9]|2[0-3])",
    "%I": "(?:0?[1-9]|1[0-2])",
    "%M": "[0-5][0-9]",
    "%S": "[0-5][0-9]",
    "%f": "[0-9]{1,6}",
    "%p": "[AaPp][Mm]",
    "%z": "(?:Z|[+-][0-9]{2}:?[0-9]{2})",
}
"""How the parts of a date are written where its format stands in this list."""
DATES = (
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b %d %Y",
)
SHORT_YEARS = ("%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%d-%m-%y", "%m-%d-%y", "%d-%b-%y")
"""Dates whose years have two digits."""
CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%H:%M:%S.%f")
SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
LONG = "January February March April May June July August September October November December"
DAYS_OF_MONTHS = (
    ("(?:{zero}[1-9]|1[0-9]|2[0-8])", range(1, 13)),
    ("(?:29|30)", (1, *range(3, 13))),
    ("31", (1, 3, 5, 7, 8, 10, 12)),
)
"""Days that all of some months have; the 29th of February is there in some years."""


def escape_text(text: str) -> str:
    """Write a text in a regular expression."""
    return text.replace(".", r"\.")


def render_format(written: str, parts: Mapping[str, str] = DIRECTIVES) -> str:
    """Give the shape of what is written in a format."""
    return re.sub("%[A-Za-z]", lambda found: parts[found[0]], escape_text(written))


def render_sure(written: str, zero: str = "0?", year: str = DIRECTIVES["%Y"]) -> str:
    """Give a shape that dates and times in a format have, and nothing else.

    All have it but the 29th of February. `zero` is what stands before days and months of one digit.
    """
    shapes = (
        render_format(
            written,
            {**DIRECTIVES, "%Y": year, "%d": days.format(zero=zero), **name_months(months, zero)},
        )
        for days, months in DAYS_OF_MONTHS
    )
    return f"(?:{'|'.join(dict.fromkeys(shapes))})"


def name_months(months: Iterable[int], zero: str) -> dict[str, str]:
    """Give how months are written, in each part of a format that may name them."""
    numbers = tuple(months)
    named = {
        "%m": [f"{zero if month < 10 else ''}{month}" for month in numbers],  # noqa: PLR2004
        "%b": [SHORT.split()[month - 1] for month in numbers],
        "%B": [LONG.split()[month - 1] for month in numbers],
    }
    return {part: f"(?:{'|'.join(names)})" for part, names in named.items()}
