"""Whether a text in an address can be a value of a column, and what would be right where not."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pressmark.days import guess_days, is_day
from pressmark.field_types import as_published, find_form, render_canonical, render_value
from pressmark.package import Field
from pressmark.package.own import STORAGE
from pressmark.rules import explain_mismatch
from pressmark.site.arguments.pairs import list_in_words, show_text
from pressmark.site.content.record import map_labels
from pressmark.words import find_nearest

TRUTH = {"0": "no", "1": "yes"}
"""How the database holds false and true, and what the pages say."""
WORDS_OF_TRUTH = {"1": ("true", "yes", "on", "t", "y"), "0": ("false", "no", "off", "f", "n")}
NO_NUMBERS = ("NaN", "INF", "-INF")
EDTF = re.compile(
    r"(?:\.\.)?|[~?%]{0,3}+(?:-?[0-9X]{4}|Y-?[0-9]{1,20}+(?:E[0-9]{1,9}+)?)(?:S[0-9]{1,9}+)?[~?%]?"
    r"(?:-[~?%]{0,3}+(?:0[1-9X]|1[0-2X]|2[1-9X]|3[0-9X]|4[01X]|X[0-9X])[~?%]?"
    r"(?:-[~?%]{0,3}+(?:0[1-9X]|[12][0-9X]|3[01X]|X[0-9X])[~?%]?(?:T[0-9:.Z+-]{1,40}+)?)?)?"
    r"|[\[{][0-9XYSE~?%.,/-]++[\]}]",
    re.ASCII,
)
"""One end of an interval of EDTF, or a date: vague, unspecified, or one of several."""
EDTF_TYPE = "http://id.loc.gov/datatypes/edtf"
"""How the Library of Congress names the type; its levels have names that begin so."""
TRIED = {"2018": True, "2020-06": True, "2021-05-18": True, "2021-13": False, "Berlin": False}
MOST_ENDS = 2
DAY_IN_FRONT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
MONTH = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{4})|([0-9]{4})[-/. ]([0-9]{1,2})", re.ASCII)
"""A month of a year in numbers, either first."""
MONTHS, YEAR = 12, 4
EXAMPLES = {
    "date": "2023-06-01",
    "datetime": "2023-06-01T00:00:00",
    "time": "09:30:00",
    "year": "2023",
    "yearmonth": "2023-06",
    "duration": "P1Y",
    "boolean": "1",
}
"""A value of a type, to be shown beside its form."""


def is_of_type(field: Field, text: str) -> bool:
    """Whether a text is a value of a field's type, written as the database holds such values."""
    if field.type == "boolean":
        return text in TRUTH
    if field.type == "number" and STORAGE.of(field) == "double" and text in NO_NUMBERS:
        return False
    return render_stored(field, text) == text


def render_stored(field: Field, text: str) -> str | None:
    """Write a text as the database holds it; a number that is held as one may be written freely."""
    found = render_canonical(as_published(field), text)
    is_number = field.type in ("integer", "number") and STORAGE.of(field) in (
        None, "integer", "double",
    )  # fmt: skip
    return text if is_number and found is not None else found


def explain_wrong_type(field: Field, text: str) -> str | None:
    """Say that a text is no value of a field's type, and what would be right; None where it is."""
    if is_of_type(field, text):
        return None
    reads = "1 for yes or 0 for no" if field.type == "boolean" else find_form(field).reads
    told = f"{show_text(field.name)} is {reads}, and {show_text(text) or 'an empty text'} is not"
    better = list(
        dict.fromkeys(each for each in guess_values(field, text) if is_of_type(field, each))
    )
    if better:
        return f"{told}. Write {' or '.join(better)}."
    example = EXAMPLES.get(field.type)
    return f"{told}. Write {example}, for example." if example else f"{told}."


def explain_wrong_form(field: Field, text: str) -> str | None:
    """Say that no value of a field has the form of a text; None where one may have it."""
    right = explain_mismatch(field, text) if field.type in ("string", "any") else None
    told = f"{show_text(field.name)} never holds {show_text(text) or 'an empty text'}"
    return f"{told}: {right}." if right else None


def is_edtf(field: Field) -> bool:
    """Whether a field holds dates that may be vague (EDTF).

    Its `rdfType` says so (Table Schema, field descriptors), or its `pattern` allows years, months
    and days, and nothing that is none of them.
    """
    if field.type not in ("string", "any"):
        return False
    return (field.rdf_type or "").startswith(EDTF_TYPE) or allows_dates(field)


@lru_cache(maxsize=4096)
def allows_dates(field: Field) -> bool:
    """Whether the pattern of a field allows just what are dates, of those that are tried."""
    return bool(field.constraints.pattern) and all(
        (explain_mismatch(field, text) is None) is right for text, right in TRIED.items()
    )


def explain_wrong_edtf(field: Field, text: str) -> str | None:
    """Say that a text is no date as EDTF writes it, and what would be right; None where it is."""
    if is_edtf_date(text):
        return None
    told = f"{show_text(field.name)} holds dates such as 2023, 2023-06 or 2023-06-01"
    dates = list(guess_dates(text.strip()))
    right = f"Write {' or '.join(dates)}" if dates else "Write one of these"
    return f"{told}, and {show_text(text) or 'an empty text'} is none. {right}."


def is_edtf_date(text: str) -> bool:
    """Whether a text is a date or an interval of EDTF (ISO 8601-2), with days that there are."""
    parts = text.split("/")
    days = [found[0] for found in DAY_IN_FRONT.finditer(text)]
    return (
        len(parts) <= MOST_ENDS
        and all(EDTF.fullmatch(part) for part in parts)
        and any(parts)
        and all(map(is_day, days))
    )


def guess_values(field: Field, text: str) -> Iterator[str]:
    """Give what a text may have been meant to be, likeliest first; some of it may be wrong too."""
    bare = text.strip()
    yield from (each for each in (bare, render_stored(field, bare)) if each)
    if field.type == "boolean":
        yield from (each for each, words in WORDS_OF_TRUTH.items() if bare.lower() in words)
    elif field.type in ("integer", "number"):
        yield re.sub(r"[, _']", "", bare)
    elif field.type in ("date", "datetime"):
        # In an address + means a space, so that a zone loses its sign.
        whole = [bare.replace(" ", "T", 1), bare.replace(" ", "+")]
        known = [each for each in whole if is_of_type(field, each)]
        days = [] if known else guess_whole_days(bare)
        yield from known
        yield from (day if field.type == "date" else f"{day}T00:00:00" for day in days)
    elif field.type == "year":
        yield bare[:4]
    elif field.type == "yearmonth":
        yield bare[:7]
        yield f"{bare}-01"


def guess_dates(text: str) -> Iterator[str]:
    """Give the dates that a text may mean, no more exact than it is: a month is no day of it."""
    match = MONTH.fullmatch(text)
    if match:
        year, month = match[2] or match[3], int(match[1] or match[4])
        yield from [f"{year}-{month:02}"] if 1 <= month <= MONTHS else []
    else:
        is_month = list(map(len, re.findall("[0-9]+", text))) == [YEAR]
        yield from dict.fromkeys(day[:7] if is_month else day for day in guess_whole_days(text))


def guess_whole_days(text: str) -> Iterator[str]:
    """Give the days that a text may mean: the one that it begins with, else those it may tell."""
    match = DAY_IN_FRONT.match(text)
    if match and is_day(match[0]):
        yield match[0]
    else:
        yield from guess_days(text)


def list_allowed_texts(field: Field) -> frozenset[str] | None:
    """Write the values that a field may have, in each way; None where it may have any."""
    if not field.allowed or field.type == "boolean":
        return None
    plain = as_published(field)
    texts = [render_value(each) for each in plain.allowed or ()]
    return frozenset(texts) | {render_canonical(plain, each) or each for each in texts}


def explain_not_allowed(field: Field, allowed: frozenset[str], text: str) -> str | None:
    """Say that a field never holds a value, by the list of those that it may; None where it may."""
    plain = as_published(field)
    if text in allowed or render_canonical(plain, text) in allowed:
        return None
    listed = [render_value(each) for each in plain.allowed or ()]
    codes = {label: code for code, label in map_labels(field).items()} | {e: e for e in listed}
    near = find_nearest(text, list(codes))
    told = f"{show_text(field.name)} is never {show_text(text) or 'empty'}"
    if near:
        return f"{told}: did you mean {codes[near]}?"
    return f"{told}. {list_in_words(listed, 'It is one of')}"
