"""Dates in words, in English whatever the machine's language.

A date may be written in EDTF (the Extended Date/Time Format, ISO 8601-2): `2020`, `2020-06`,
`2020-06-10`, `2021-06-30/2021-07-01`, with `~` for about, `?` for uncertain and `..` for an open
side; `[2022-07-01..]` means that day or some later one. What is written otherwise stays as it is.
"""

import re
from collections.abc import Iterable
from datetime import date

from pressmark.site.content.citation import MONTHS, render_date

WRITTEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%]?)")
SURELY_A_DATE = re.compile(r"\A[\[.]*\d{4}-\d\d-\d\d|[~?%]\Z")
"""Whether a text that is one word is a date, which a number with hyphens may look like."""
DAY_IN_TEXT = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])")
MONTH_IN_TEXT = re.compile(
    r"(?:(?<=(?:than|from) )|(?<=(?:since|about) )|(?<= in ))\d{4}-\d\d(?![\w-])"
)
SOME_LATER_DAY = re.compile(r"\[([^\[\]/]+)\.\.\]")
LONG_DATE = re.compile(rf"((?:\b\d\d? )?(?:{'|'.join(MONTHS)})) (\d{{4}})\b")
MARKS = {
    "": "{}",
    "~": "about {}",
    "?": "{}, uncertain",
    "%": "about {}, uncertain",
}


def phrase_date(written: object) -> str:
    """Write a day, a month, a year or a range in words."""
    text = "" if written is None else str(written)
    if later := SOME_LATER_DAY.fullmatch(text):
        return f"{phrase_one_date(later[1])} or later"
    first, slash, last = text.partition("/")
    if not slash:
        return phrase_one_date(first)
    if first in ("", ".."):
        return f"until {phrase_one_date(last)}"
    if last in ("", ".."):
        return f"from {phrase_one_date(first)}"
    return f"between {phrase_one_date(first)} and {phrase_one_date(last)}"


def render_brief_date(written: object) -> str:
    """Write a date as a table has it, in which it keeps together: 18 May 2021, 2 Sep 2020."""
    words = phrase_date(written)
    if words == written:
        return words
    return LONG_DATE.sub(
        lambda found: (
            "\N{NO-BREAK SPACE}".join(each[:3] for each in found[1].split())
            + f"\N{NO-BREAK SPACE}{found[2]}"
        ),
        words,
    )


def keep_dates_together(text: str) -> str:
    """Write a text whose dates are not torn apart at the end of a line."""
    return LONG_DATE.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def are_dates(values: Iterable[object]) -> bool:
    """Whether all of some values are dates, and one is surely one: a month alone may number a law.

    Of none that is not so.
    """
    texts = [str(each) for each in values]
    return any(map(SURELY_A_DATE.search, texts)) and all(
        phrase_date(each) != each or WRITTEN.fullmatch(each) for each in texts
    )


def phrase_one_date(written: str) -> str:
    """Write one date in words, as exactly as it was written."""
    match = WRITTEN.fullmatch(written)
    if not match:
        return written
    year, month, day, mark = match.groups()
    try:
        known = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return written
    words = f"{MONTHS[known.month - 1]} {year}" if month else year
    return MARKS[mark].format(render_date(known) if day else words)


def phrase_on_date(written: object) -> str:
    """Write a date with its preposition: on 18 May 2021, in August 2020, in or about 2025."""
    text = str(written or "")
    match = WRITTEN.fullmatch(text)
    if not match:
        return phrase_date(text)
    exact = text.rstrip("~?%")
    words = phrase_one_date(exact)
    if match[2] and words == exact:
        return text
    return f"{'on' if match[3] else 'in'} {'or about ' if match[4] else ''}{words}"


def phrase_loosely(written: object) -> str:
    """Write a date as a list of events has it: `2025?` is said as in or about 2025."""
    text = str(written or "")
    return (
        phrase_on_date(text) if WRITTEN.fullmatch(text) and text[-1] in "?%" else phrase_date(text)
    )


def phrase_days_in_text(text: object) -> str:
    """Write every day that stands in a text as YYYY-MM-DD in words.

    So is a month, YYYY-MM, behind `since`, `from`, `about`, `in` or `than`; elsewhere it may be
    a number.
    """
    written = "" if text is None else str(text)
    days = DAY_IN_TEXT.sub(lambda found: phrase_one_date(found[0]), written)
    return MONTH_IN_TEXT.sub(lambda found: phrase_one_date(found[0]), days)


def phrase_dates(text: str) -> str:
    """Write a date that stands alone, or the days in a text of several words.

    Of what stands alone only a day or a vague date is surely one: `2021-02` numbers ordinances.
    """
    if " " in text:
        return phrase_days_in_text(text)
    return phrase_date(text) if SURELY_A_DATE.search(text) else text
