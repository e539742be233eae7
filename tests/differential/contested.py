"""Texts that one judge takes for a value of a type and the other does not, and who is right."""

import re
from typing import NamedTuple

STANDARD = "docs/explanation/standard.md"


class CellDisagreement(NamedTuple):
    """Texts of some types that one judge reads as a value and the other does not."""

    name: str
    decided_by: str
    types: tuple[str, ...]
    form: re.Pattern[str]


def texts(name: str, types: str, form: str, decided_by: str) -> CellDisagreement:
    """Describe texts on which the judges differ; `form` must match the whole text."""
    return CellDisagreement(name, decided_by, tuple(types.split()), re.compile(form, re.DOTALL))


CELLS: tuple[CellDisagreement, ...] = (
    texts(
        "what Python takes for digits",
        "integer number date datetime time year yearmonth",
        r".*(?:[0-9]_[0-9]|[^\x00-\x7f]).*|\s.*|.*\s|[0-9-]*\s[0-9-]*",
        f"integer, number: XML Schema's forms, ASCII digits; {STANDARD}, row `1_000`",
    ),
    texts(
        "other words for what is no number",
        "number",
        r"(?i:[+-]?(?:s?nan[0-9]*|inf|infinity))",
        f"number: the special values are NaN, INF and -INF; {STANDARD}, row `nan`",
    ),
    texts(
        "dates with a digit left out",
        "date yearmonth",
        r"[0-9]+-[0-9]{1,2}(?:-[0-9]{1,2})?",
        "date: ISO 8601 YYYY-MM-DD; yearmonth: XML Schema gYearMonth, both of two digits",
    ),
    texts(
        "years before 1 and after 9999",
        "date datetime year yearmonth",
        r"0000-.*|-.*|[0-9]{5,}.*|\+.*",
        "year, yearmonth: XML Schema gYear and gYearMonth, four digits or more, with minus sign",
    ),
    texts(
        "other ways of ISO 8601",
        "datetime time",
        r".*[^T]?24:00:00.*|.*,[0-9]+|.*[0-9][ ][0-9].*|.*[+-][0-9]{2}(?:[0-9]{2})?",
        f"datetime, time: XML Schema's dateTime and time; {STANDARD}, row `datetime with a space`",
    ),
    texts(
        "durations of nothing",
        "duration",
        r"-?P.*T",
        "duration: XML Schema's form, in which something follows the T",
    ),
    texts(
        "invisible characters",
        "any list string",
        r".*[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufeff].*",
        f"{STANDARD}, row NUL, C0 and bidi controls, zero-width characters",
    ),
)
