"""Which field a column becomes: the type that reads every value and changes none, with its reason.

What could be read in more than one way stays text, and is a doubt: text loses nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pressmark.infer.booleans import split_words
from pressmark.infer.candidates import Candidate, swap_days
from pressmark.infer.column_evidence import ColumnEvidence, says_nothing
from pressmark.infer.draft import Doubt, DraftField, Nearly
from pressmark.infer.list_items import find_list_mark
from pressmark.infer.mixed_days import find_ways
from pressmark.infer.name_words import LONGITUDE_FIRST, explain_kept_text, fold_name, is_measured
from pressmark.infer.unseen import add_unseen
from pressmark.rules.legible import find_hidden_in_name
from pressmark.words import phrase_count, shorten

ENOUGH_DAYS = 3
"""So many different numbers of eight digits are days, if all of them could be."""
CODE = re.compile("[0-9]+(?:[eE][0-9]+)?")
"""Digits, an E and digits, as some codes are written and no number with a sign or a point."""
HIGHEST_LATITUDE = 90
LONG_NUMBER = 16
"""Whole numbers of so many digits are taken for identifiers: programs round them."""
UNIT_IN_NAME = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]{1,12})[)\]]")
"""A name with a unit in brackets at its end."""
FEW = 20
OFTEN = 10
"""A column of at most `FEW` distinct texts, each there `OFTEN` times or more, has categories."""
LONGEST_CATEGORY = 60
STATEMENTS = frozenset(
    ("x", "*", "unknown", "not known", "nicht bekannt", "inconnu", "missing", "tbd")
)
"""Words for no value that say something where nothing else stands: that it is so, or not known."""
SENTINELS = ("9999", "-9999", "99999", "-999", "999", "-99", "9999-12-31", "1900-01-01")


@dataclass(frozen=True)
class Chosen:
    """What a column was taken for, before names and other columns have their say."""

    candidate: Candidate | None
    reason: str
    doubts: tuple[Doubt, ...] = ()


def draft_field(column: ColumnEvidence, shown: frozenset[str]) -> DraftField:
    """Draft the field of a column.

    `shown` is what the file shows elsewhere: how its dates begin, and a comma for decimals.
    """
    doubts: list[Doubt] = []
    properties: dict[str, Any] = {"name": column.name}
    truth = split_words(list_values(column)) if column.counted is not None else None
    if not column.values:
        properties["type"] = "string"
        reason = "no cell holds a value"
        if column.no_value:
            reason = "its cells say that there is no value"
        else:
            doubts.append(Doubt("No cell holds a value: nothing shows what it holds.", 2))
    elif truth:
        properties |= {"type": "boolean", **list_words(truth)}
        one = column.values == 1
        said = "its one value is a word" if one else f"all {column.values:,} values are words"
        reason = f"{said} for true or false"
    else:
        chosen = choose_type(column, shown)
        properties |= chosen.candidate.properties if chosen.candidate else {"type": "string"}
        reason = chosen.reason
        doubts += chosen.doubts
    add_unit(properties, column.name)
    add_missing(properties, column, doubts)
    if properties["type"] == "string" and "format" not in properties:
        add_categories(properties, column)
    doubts += find_sentinels(properties, column)
    doubts += add_unseen(properties, column.unseen)
    told = tuple(replace(each, field=column.name) for each in doubts)
    distinct = None if column.counted is None else len(column.counted)
    missing = column.empty + ("missingValues" in properties and column.no_value.total())
    return DraftField(properties, reason, missing, distinct, told)


def list_values(column: ColumnEvidence) -> list[str]:
    """List the distinct texts of a column that may be values."""
    return list_values_among(column.counted or ())


def list_words(truth: tuple[list[str], list[str]]) -> dict[str, Any]:
    """Give the properties of a boolean, which are not needed for the standard's own words."""
    true, false = truth
    if set(true) <= {"true", "True", "TRUE"} and set(false) <= {"false", "False", "FALSE"}:
        return {}
    return {"trueValues": true, "falseValues": false}


def choose_type(column: ColumnEvidence, shown: frozenset[str]) -> Chosen:
    """Choose the type of a column that holds values."""
    if not column.sound:
        return Chosen(None, *choose_text(column))
    sound = [fit.candidate for fit in column.fits if not fit.wrong]
    best = sound[0]
    if best.type in ("integer", "number"):
        return choose_number(column, best, shown)
    if best.type == "geopoint" and best.properties.get("format") != "object":
        return choose_point(column, best)
    other = next((each for each in sound[1:] if each.properties == swap_days(best)), None)
    if other:
        return choose_order(column, best, other, shown)
    if best.properties.get("format") == "%Y%m%d" and len(column.first_texts) < ENOUGH_DAYS:
        whole = {"type": "integer"}
        number = next(fit.candidate for fit in column.spare if fit.candidate.properties == whole)
        return Chosen(
            number, explain_choice(column, number), (Doubt("May be a date as YYYYMMDD.", 2),)
        )
    return Chosen(best, explain_choice(column, best), tuple(doubt_century(best)))


def doubt_century(best: Candidate) -> Iterator[Doubt]:
    """Say that years of two digits are read as those from 1969 to 2068."""
    if "%y" in str(best.properties.get("format", "")):
        yield Doubt("Its years have two digits: read as 1969 to 2068.", 2)


def choose_point(column: ColumnEvidence, best: Candidate) -> Chosen:
    """Keep a point as text unless its name or a number beyond 90 shows that longitude is first."""
    firsts = (re.findall("-?[0-9.]+", text)[0] for text in column.first_values)
    beyond = any(abs(float(first)) > HIGHEST_LATITUDE for first in firsts)
    if beyond or LONGITUDE_FIRST.search(fold_name(column.name)):
        return Chosen(best, explain_choice(column, best))
    words = "Longitude and latitude could change places: as a geopoint longitude stands first."
    if best.properties.get("format") == "array":
        listed = Candidate({"type": "array"}, best.pattern, best.right, "a JSON list")
        return Chosen(listed, explain_choice(column, listed), (Doubt(words, 2),))
    return Chosen(
        None, "points that could be read in two ways: text keeps them", (Doubt(words, 3),)
    )


def choose_number(column: ColumnEvidence, best: Candidate, shown: frozenset[str]) -> Chosen:
    """Choose between a number and text that is written in digits."""
    of_name = explain_kept_text(column.name)
    if of_name:
        return Chosen(None, f"{of_name}, by its name: text keeps it as it is")
    if best.type == "integer" and measure_longest(column) >= LONG_NUMBER:
        return Chosen(None, "whole numbers so long that programs round them: text keeps them")
    texts = column.first_values
    if best.properties == {"type": "number"} and all(map(CODE.fullmatch, texts)):
        return Chosen(None, "codes of digits, an E and digits: text keeps them")
    doubts = tuple(list_doubts(best, column))
    if doubts and best.properties.get("groupChar") == "," and "," in shown:
        reason = "numbers that could be read in two ways: text keeps them"
        return Chosen(
            None, reason, (Doubt("Its commas may be decimal, or marks of thousands.", 3),)
        )
    if best.type == "integer" and is_measured(column.name):
        number = replace(best, properties={**best.properties, "type": "number"})
        return Chosen(
            number, f"{explain_choice(column, best)}; its name says that it is measured", doubts
        )
    return Chosen(best, explain_choice(column, best), doubts)


def explain_choice(column: ColumnEvidence, candidate: Candidate) -> str:
    """Say why a candidate was chosen."""
    if column.values == 1:
        return f"its one value reads as {candidate.reads}"
    return f"all {column.values:,} values read as {candidate.reads}"


def choose_text(column: ColumnEvidence) -> tuple[str, tuple[Doubt, ...]]:
    """Say why a column is text, and what it nearly is."""
    zeros = any(re.fullmatch("0[0-9]+", text) for text in column.first_values)
    if zeros and all(map(str.isdigit, column.first_values)):
        return "codes with zeros in front: text keeps them", ()
    near = column.fits[0] if column.fits else None
    if near is None or not near.wrong:
        doubts = (*may_be_lists(column), *may_be_days(column))
        return f"{phrase_count(column.values, 'value')}, of no other type", doubts
    share = f"{near.wrong:,} of {column.values:,}"
    few = ", ".join(f'"{shorten(text, 30)}"' for text, _ in near.texts.most_common(3))
    words = f"Would be {near.candidate.reads} but for {share} values: {few}."
    nearly = Nearly(near.candidate, near.wrong, column.values)
    doubt = Doubt(words, 3, nearly=nearly)
    return f"{phrase_count(column.values, 'value')}, not all of one other type", (doubt,)


def may_be_lists(column: ColumnEvidence) -> Iterator[Doubt]:
    """Doubt texts that may be lists of items."""
    between = find_list_mark(list_values_among(column.first_texts))
    if between:
        yield Doubt(f'May be lists with "{between}" between their items: text keeps them.', 1)


def may_be_days(column: ColumnEvidence) -> Iterator[Doubt]:
    """Doubt texts that are days, each written in its own way."""
    listed = ", ".join(f'"{text}"' for text in find_ways(column.first_values))
    if listed:
        yield Doubt(f"Days are written in several ways ({listed}): text keeps them.", 2)


def list_values_among(texts: Iterable[str]) -> list[str]:
    """List the texts that may be values."""
    return [text for text in texts if not says_nothing(text)]


def measure_longest(column: ColumnEvidence) -> int:
    """Count the digits of the longest whole number."""
    return max((len(text.lstrip("+-")) for text in column.first_values), default=0)


def choose_order(
    column: ColumnEvidence, first: Candidate, second: Candidate, shown: frozenset[str]
) -> Chosen:
    """Decide a date whose day and month could change places by the other columns, or not at all."""
    alike = [each for each in (first, second) if find_order(each) in shown]
    if len(alike) == 1:
        reason = (
            f"{explain_choice(column, alike[0])}, day and month as in other columns of the file"
        )
        return Chosen(alike[0], reason)
    formats = f"{first.properties['format']} or {second.properties['format']}"
    words = f"Day and month could change places ({formats}): say which in its format."
    return Chosen(None, "dates that could be read in two ways: text keeps them", (Doubt(words, 3),))


def find_order(candidate: Candidate) -> str:
    """Give the part of a format that says whether the day or the month comes first."""
    return str(candidate.properties.get("format", ""))[:5]


def list_doubts(best: Candidate, column: ColumnEvidence) -> list[Doubt]:
    """Say where numbers could be read in another way."""
    texts = column.first_values
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

    In a field of text they may be values (NA is Namibia), and are a doubt. Where nothing else
    stands in it, they are taken for none all the same, for people to look at.
    """
    said = {
        text: times
        for text, times in column.no_value.items()
        if not (properties["type"] == "number" and text == "NaN")
    }
    if not said:
        return
    listed = ", ".join(f'"{text}" ({times:,})' for text, times in Counter(said).most_common(5))
    # Where nothing else stands, a mark such as x may be a value.
    alone = not column.values and STATEMENTS.isdisjoint(text.strip().lower() for text in said)
    if properties["type"] == "string" and "format" not in properties and not alone:
        doubts.append(Doubt(f"May say that there is no value: {listed}.", 1))
        return
    properties["missingValues"] = ["", *sorted(said)]
    doubts.append(Doubt(f"Taken for no value: {listed}.", 2 if alone else 1))


def add_unit(properties: dict[str, Any], name: str) -> None:
    """Take the unit of a number, and what is left for a title, from a name such as `Depth (m)`."""
    named = UNIT_IN_NAME.fullmatch(name)
    if named and properties["type"] in ("integer", "number"):
        properties.setdefault("unit", named[2])
        properties["title"] = named[1]


def add_categories(properties: dict[str, Any], column: ColumnEvidence) -> None:
    """List the distinct texts of a field that has few, each of them often and all to be seen."""
    counted = column.counted
    if counted is None or not 1 < len(counted) <= FEW or column.values < OFTEN * len(counted):
        return
    if max(map(len, counted)) <= LONGEST_CATEGORY and not any(map(find_hidden_in_name, counted)):
        properties["categories"] = sorted(counted)


def find_sentinels(properties: dict[str, Any], column: ColumnEvidence) -> list[Doubt]:
    """Name numbers and days that often stand for no value."""
    if properties["type"] not in ("integer", "number", "date"):
        return []
    found = [text for text in SENTINELS if column.first_texts[text] > 1]
    counted = ", ".join(f"{text} ({column.first_texts[text]:,} times)" for text in found)
    return [Doubt(f"May stand for no value: {counted}.", 2)] if found else []
