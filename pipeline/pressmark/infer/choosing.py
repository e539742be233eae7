"""Which field a column becomes: the type that reads every value and changes none, with its reason.

What could be read in more than one way stays text, and is a doubt: text loses nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pressmark.infer.booleans import words_of
from pressmark.infer.candidates import Candidate, swapped
from pressmark.infer.column_evidence import ColumnEvidence, says_nothing
from pressmark.infer.column_names import plain
from pressmark.infer.draft import Doubt, DraftField, Nearly
from pressmark.infer.list_items import may_be_list
from pressmark.words import plural, shortened

KEPT_AS_TEXT = (
    ("a postal code", r"zip|postal|postcode|post_code|plz|codigo_postal|code_postal"),
    ("a telephone number", r"phone|telephone|tel|fax|mobile|telefon|telefono"),
    ("a code", r"fips|geoid|isbn|issn|ean|gtin|upc|iban|bic|ssn|lei|naics|sic|siret|siren|hs_code"),
    ("a version", r"version|release|section"),
)
"""What is written in digits and is no number, by words of a column's name."""
ENOUGH_DAYS = 3
"""So many different numbers of eight digits are days, if all of them could be."""
CODE = re.compile("[0-9]+(?:[eE][0-9]+)?")
"""Digits, an E and digits, as some codes are written and no number with a sign or a point."""
LONG_NUMBER = 16
"""Whole numbers of so many digits are taken for identifiers: programs round them."""
UNIT_IN_NAME = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]{1,12})[)\]]")
"""A name with a unit in brackets at its end."""
FEW = 20
OFTEN = 10
"""A column of at most `FEW` distinct texts, each there `OFTEN` times or more, has categories."""
LONGEST_CATEGORY = 60
SENTINELS = ("9999", "-9999", "99999", "-999", "999", "-99", "9999-12-31", "1900-01-01")
MEASURES = re.compile(
    r"(?:^|_)(?:rate|ratio|density|percent|percentage|pct|share|uncertainty|per|revenue|price|cost"
    r"|exports|imports|latitude|longitude|lat|lon|lng|meters|metres)(?:$|_)"
)
"""Names of what is measured: whole numbers of it are so by chance."""


@dataclass(frozen=True)
class Chosen:
    """What a column was taken for, before names and other columns have their say."""

    candidate: Candidate | None
    reason: str
    doubts: tuple[Doubt, ...] = ()


def field_of(column: ColumnEvidence, orders: frozenset[str]) -> DraftField:
    """Draft the field of a column; `orders` are the day's formats that other columns show."""
    doubts: list[Doubt] = []
    properties: dict[str, Any] = {"name": column.name}
    truth = words_of(values_of(column)) if column.counted is not None else None
    if not column.values:
        properties["type"] = "string"
        reason = "no cell holds a value"
        doubts.append(Doubt("No cell holds a value: nothing shows what it holds.", 2))
    elif truth:
        properties |= {"type": "boolean", **words(truth)}
        one = column.values == 1
        said = "its one value is a word" if one else f"all {column.values:,} values are words"
        reason = f"{said} for true or false"
    else:
        chosen = chosen_for(column, orders)
        properties |= chosen.candidate.properties if chosen.candidate else {"type": "string"}
        reason = chosen.reason
        doubts += chosen.doubts
    add_unit(properties, column.name)
    add_missing(properties, column, doubts)
    if properties["type"] == "string" and "format" not in properties:
        add_categories(properties, column)
    doubts += sentinels(properties, column)
    told = tuple(replace(each, field=column.name) for each in doubts)
    distinct = None if column.counted is None else len(column.counted)
    missing = column.empty + ("missingValues" in properties and column.no_value.total())
    return DraftField(properties, reason, missing, distinct, told)


def values_of(column: ColumnEvidence) -> list[str]:
    """List the distinct texts of a column that may be values."""
    return values_in(column.counted or ())


def words(truth: tuple[list[str], list[str]]) -> dict[str, Any]:
    """Give the properties of a boolean, which are not needed for the standard's own words."""
    true, false = truth
    if set(true) <= {"true", "True", "TRUE"} and set(false) <= {"false", "False", "FALSE"}:
        return {}
    return {"trueValues": true, "falseValues": false}


def chosen_for(column: ColumnEvidence, orders: frozenset[str]) -> Chosen:
    """Choose the type of a column that holds values."""
    if not column.sound:
        return Chosen(None, *as_text(column))
    sound = [fit.candidate for fit in column.fits if not fit.wrong]
    best = sound[0]
    if best.type in ("integer", "number"):
        return chosen_number(column, best)
    other = next((each for each in sound[1:] if each.properties == swapped(best)), None)
    if other:
        return ordered(column, best, other, orders)
    if best.properties.get("format") == "%Y%m%d" and len(column.first_texts) < ENOUGH_DAYS:
        whole = {"type": "integer"}
        number = next(fit.candidate for fit in column.spare if fit.candidate.properties == whole)
        return Chosen(number, said_of(column, number), (Doubt("May be a date as YYYYMMDD.", 2),))
    return Chosen(best, said_of(column, best))


def chosen_number(column: ColumnEvidence, best: Candidate) -> Chosen:
    """Choose between a number and text that is written in digits."""
    of_name = kept_as_text(column.name)
    if of_name:
        return Chosen(None, f"{of_name}, by its name: text keeps it as it is")
    if best.type == "integer" and longest_number(column) >= LONG_NUMBER:
        return Chosen(None, "whole numbers so long that programs round them: text keeps them")
    texts = [text for text in column.first_texts if not says_nothing(text)]
    if best.properties == {"type": "number"} and all(map(CODE.fullmatch, texts)):
        return Chosen(None, "codes of digits, an E and digits: text keeps them")
    if best.properties == {"type": "integer"} and MEASURES.search(plain(column.name)):
        number = replace(best, properties={"type": "number"})
        return Chosen(number, f"{said_of(column, best)}; its name says that it is measured")
    return Chosen(best, said_of(column, best), tuple(doubts_about(best, column)))


def said_of(column: ColumnEvidence, candidate: Candidate) -> str:
    """Say why a candidate was chosen."""
    if column.values == 1:
        return f"its one value reads as {candidate.reads}"
    return f"all {column.values:,} values read as {candidate.reads}"


def as_text(column: ColumnEvidence) -> tuple[str, tuple[Doubt, ...]]:
    """Say why a column is text, and what it nearly is."""
    zeros = sum(1 for text in column.first_texts if re.fullmatch("0[0-9]+", text))
    digits = sum(1 for text in column.first_texts if text.isdigit())
    if zeros and digits == len([each for each in column.first_texts if not says_nothing(each)]):
        return "codes with zeros in front: text keeps them", ()
    near = column.fits[0] if column.fits else None
    if near is None or not near.wrong:
        return f"{plural(column.values, 'value')}, of no other type", tuple(may_be_lists(column))
    share = f"{near.wrong:,} of {column.values:,}"
    few = ", ".join(f'"{shortened(text, 30)}"' for text, _ in near.texts.most_common(3))
    words = f"Would be {near.candidate.reads} but for {share} values: {few}."
    nearly = Nearly(near.candidate, near.wrong, column.values)
    doubt = Doubt(words, 3, nearly=nearly)
    return f"{plural(column.values, 'value')}, not all of one other type", (doubt,)


def may_be_lists(column: ColumnEvidence) -> Iterator[Doubt]:
    """Doubt texts that may be lists of items."""
    between = may_be_list(values_in(column.first_texts))
    if between:
        yield Doubt(f'May be lists with "{between}" between their items: text keeps them.', 1)


def values_in(texts: Iterable[str]) -> list[str]:
    """List the texts that may be values."""
    return [text for text in texts if not says_nothing(text)]


def kept_as_text(name: str) -> str | None:
    """Say what a column holds whose name says that its digits are no number."""
    for what, names in KEPT_AS_TEXT:
        if re.search(rf"(?:^|_)(?:{names})s?(?:$|_)", plain(name)):
            return what
    return None


def longest_number(column: ColumnEvidence) -> int:
    """Count the digits of the longest whole number."""
    return max(
        (len(text.lstrip("+-")) for text in column.first_texts if not says_nothing(text)), default=0
    )


def ordered(
    column: ColumnEvidence, first: Candidate, second: Candidate, orders: frozenset[str]
) -> Chosen:
    """Decide a date whose day and month could change places by the other columns, or not at all."""
    shown = [each for each in (first, second) if order_of(each) in orders]
    if len(shown) == 1:
        reason = f"{said_of(column, shown[0])}, day and month as in other columns of the file"
        return Chosen(shown[0], reason)
    formats = f"{first.properties['format']} or {second.properties['format']}"
    words = f"Day and month could change places ({formats}): say which in its format."
    return Chosen(None, "dates that could be read in two ways: text keeps them", (Doubt(words, 3),))


def order_of(candidate: Candidate) -> str:
    """Give the part of a format that says whether the day or the month comes first."""
    return str(candidate.properties.get("format", ""))[:5]


def doubts_about(best: Candidate, column: ColumnEvidence) -> list[Doubt]:
    """Say where numbers could be read in another way."""
    texts = [text for text in column.first_texts if not says_nothing(text)]
    group = best.properties.get("groupChar")
    pointed = [text for text in texts if "." in text]
    if best.properties == {"type": "number"} and pointed and all(
        re.fullmatch(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}", text) for text in pointed
    ):  # fmt: skip
        return [Doubt("Its points may be marks of thousands rather than decimal points.", 3)]
    decimal = best.properties.get("decimalChar", ".")
    twice = any(text.count(group) > 1 or decimal in text for text in texts) if group else True
    if group in (",", ".") and not twice:
        return [Doubt(f'Its "{group}" was taken for a mark of thousands.', 3)]
    return []


def add_missing(properties: dict[str, Any], column: ColumnEvidence, doubts: list[Doubt]) -> None:
    """Add the words that say that there is no value to a field that is not text.

    In a field of text they may be values (NA is Namibia), and are a doubt.
    """
    said = {
        text: times
        for text, times in column.no_value.items()
        if not (properties["type"] == "number" and text == "NaN")
    }
    if not said:
        return
    listed = ", ".join(f'"{text}" ({times:,})' for text, times in Counter(said).most_common(5))
    if properties["type"] == "string" and "format" not in properties:
        doubts.append(Doubt(f"May say that there is no value: {listed}.", 1))
        return
    properties["missingValues"] = ["", *sorted(said)]
    doubts.append(Doubt(f"Taken for no value: {listed}.", 1))


def add_unit(properties: dict[str, Any], name: str) -> None:
    """Take the unit of a number, and what is left for a title, from a name such as `Depth (m)`."""
    named = UNIT_IN_NAME.fullmatch(name)
    if named and properties["type"] in ("integer", "number"):
        properties.setdefault("unit", named[2])
        properties["title"] = named[1]


def add_categories(properties: dict[str, Any], column: ColumnEvidence) -> None:
    """List the distinct texts of a field that has few, each of them often."""
    counted = column.counted
    if counted is None or not 1 < len(counted) <= FEW or column.values < OFTEN * len(counted):
        return
    if max(map(len, counted)) <= LONGEST_CATEGORY:
        properties["categories"] = sorted(counted)


def sentinels(properties: dict[str, Any], column: ColumnEvidence) -> list[Doubt]:
    """Name numbers and days that often stand for no value."""
    if properties["type"] not in ("integer", "number", "date"):
        return []
    found = [text for text in SENTINELS if column.first_texts[text] > 1]
    counted = ", ".join(f"{text} ({column.first_texts[text]:,} times)" for text in found)
    return [Doubt(f"May stand for no value: {counted}.", 2)] if found else []
