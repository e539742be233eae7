"""Histories of one table, made up: what its releases held, and whether guards stop the last.

`docs/explanation/guards.md` has the table that is made of them; its bounds were found with them.
"""

import datetime
import math
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

FIELDS = (
    ("id", "integer"), ("name", "string"), ("region", "string"), ("value", "number"),
    ("count", "integer"), ("day", "date"), ("note", "string"), ("open", "boolean"),
)  # fmt: skip
Record = dict[str, str | None]
Records = list[Record]
FIRST_DAY = datetime.date(2024, 1, 1)
MANY = 400


def drawn(seed: int, number: int = MANY, *, start: int = 0, spread: float = 0.6) -> Records:
    """Draw records: the same seed draws the same."""
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret
    return [
        {
            "id": str(place),
            "name": f"Zürich {place * 7_919 % 100_003}",
            "region": chance.choices(("North", "South", "West", "Île"), (4, 3, 2, 1))[0],
            "value": f"{math.exp(chance.gauss(2, spread)):.2f}",
            "count": str(int(chance.paretovariate(1.2)) - 1),
            "day": day(place % 400),
            "note": chance.choice((None, None, None, "checked", "café fermé", "estimated")),
            "open": chance.choice(("true", "false")),
        }
        for place in range(start, start + number)
    ]


def day(number: int) -> str:
    """Give a day after the first."""
    return str(FIRST_DAY + datetime.timedelta(days=number))


def changed(
    records: Records, field: str, change: Callable[[str], str | None], *, every: int = 1
) -> Records:
    """Change a field of every so many records, where it has a value."""
    return [
        {**each, field: change(each[field] or "")} if each[field] and not place % every else each
        for place, each in enumerate(records)
    ]


def times(factor: float) -> Callable[[str], str]:
    """Multiply."""
    return lambda text: f"{float(text) * factor:.12g}"


def misread(text: str) -> str:
    """Read UTF-8 as Latin-1."""
    return text.encode().decode("latin-1")


def grown(seed: int, steps: Iterable[int], number: int = MANY) -> list[Records]:
    """Add records release by release."""
    releases = [drawn(seed, number)]
    for step in steps:
        releases.append(releases[-1] + drawn(seed + 1, step, start=len(releases[-1])))
    return releases


def shrunk(seed: int, kept: float, number: int) -> list[Records]:
    """Lose a share of the records release by release."""
    releases = [drawn(seed, MANY)]
    for _ in range(number):
        releases.append(releases[-1][: int(len(releases[-1]) * kept)])
    return releases


def usual(seed: int = 1) -> list[Records]:
    """Draw five releases that grow a little."""
    return [drawn(seed, MANY + 4 * number) for number in range(5)]


def moving(days: Iterable[int]) -> list[Records]:
    """Draw a table whose records all have the day of the release."""
    return [changed(drawn(1), "day", lambda _, at=number: day(at)) for number in days]  # type: ignore[misc]


STEADY = drawn(1)
RIGHT: tuple[tuple[str, Callable[[], list[Records]]], ...] = (
    ("grows by 1 % a release", lambda: grown(1, [4] * 6)),
    ("doubles every release", lambda: grown(2, (400, 800, 1_600))),
    ("grows to ten times its size", lambda: grown(3, (3_600,))),
    ("twelve records, two more each time", lambda: grown(4, [2] * 6, 12)),
    ("two records, then hundreds", lambda: grown(5, (1, 1, 400), 2)),
    ("loses 5 % a release", lambda: shrunk(6, 0.95, 6)),
    ("loses 30 % a release", lambda: shrunk(7, 0.7, 4)),
    ("twelve records, then fewer, then five",
     lambda: [drawn(8, each) for each in (12, 11, 9, 7, 5)]),
    ("two records, then one", lambda: [drawn(9, 2), drawn(9, 1)]),
    ("half as large again in summer",
     lambda: [drawn(each, 400 + each % 2 * 200) for each in range(6)]),
    ("all values drawn anew each time", lambda: [drawn(each) for each in range(20, 28)]),
    ("the same, forty records", lambda: [drawn(each, 40) for each in range(30, 42)]),
    ("the same, fifteen records", lambda: [drawn(each, 15) for each in range(50, 62)]),
    ("the same, values of very different size",
     lambda: [drawn(each, spread=2) for each in range(70, 82)]),
    ("every record has the day of the release", lambda: moving((0, 1, 2, 3, 40, 400))),
    ("all records are looked at anew every year", lambda: [
        changed(drawn(1), "day", lambda text, at=at: f"{2024 + at // 3}{text[4:7]}-15")  # type: ignore[misc]
        for at in range(9)]),
    ("older years are added", lambda: [STEADY, STEADY + changed(drawn(2, 80, start=400), "day",
                                                        lambda _: "1950-05-05")]),
    ("5 % of the values are corrected",
     lambda: [STEADY, changed(STEADY, "value", times(1.3), every=20)]),
    ("a gap in a field is filled up", lambda: [STEADY] * 3
     + [[{**each, "note": each["note"] or "checked"} for each in STEADY]]),
    ("a category is added",
     lambda: [STEADY] * 4 + [changed(STEADY, "region", lambda _: "East", every=9)]),
    ("categories are named otherwise", lambda: [STEADY] * 4
     + [changed(STEADY, "region", lambda text: text[:1])]),
    ("a category of eight records goes", lambda: [STEADY + changed(drawn(2, 8, start=400), "region",
                                                           lambda _: "Rare")] * 4 + [STEADY]),
    ("three of 203 records go", lambda: [drawn(1, 203)] * 4 + [drawn(1, 200)]),
    ("the one long name goes",
     lambda: [[{**STEADY[0], "name": "x" * 60}, *STEADY[1:]]] * 4 + [STEADY]),
    ("nine values become a word for nothing", lambda: [STEADY] * 4 + [
        changed(STEADY, "name", lambda _: "n/a", every=45)]),
    ("the only accent goes with its category", lambda: [STEADY] * 4 + [
        changed(STEADY, "region", lambda text: "East" if text == "Île" else text)]),
    ("one value twenty times the largest", lambda: [STEADY] * 4
     + [[*STEADY[1:], {**STEADY[0], "value": "900"}]]),
)  # fmt: skip
"""Histories of which no release is stopped, each drawn when it is asked for."""


@dataclass(frozen=True)
class Mistake:
    """What went wrong in the last release: what stops it after one release, and after five.

    Nothing, `t` for the table as a whole, or the name of a field.
    """

    name: str
    make: Callable[[Records], Records]
    after_one: str
    after_five: str


MISTAKES: tuple[Mistake, ...] = (
    Mistake("the table was emptied", lambda _: [], "t", "t"),
    Mistake("less than half of the file was downloaded", lambda all_: all_[:190], "t", "t"),
    Mistake("a third of the records is missing", lambda all_: all_[: len(all_) * 2 // 3], "", ""),
    Mistake("every record stands twice", lambda all_: all_ * 2, "t", "t"),
    Mistake("a unit changed: 1,000 times", lambda all_: changed(all_, "value", times(1000)),
            "value", "value"),
    Mistake("a unit changed: 1/1,000", lambda all_: changed(all_, "value", times(0.001)),
            "value", "value"),
    Mistake("a third of a field is 1,000 times", lambda all_: changed(all_, "value", times(1000),
                                                                    every=3), "", "value"),
    Mistake("99999 stands for no value", lambda all_: changed(all_, "value", lambda _: "99999",
                                                              every=50), "value", "value"),
    Mistake("all values became 0", lambda all_: changed(all_, "value", lambda _: "0"),
            "value", "value"),
    Mistake("a field was emptied", lambda all_: changed(all_, "value", lambda _: None),
            "value", "value"),
    Mistake("half of a field was emptied", lambda all_: changed(all_, "name", lambda _: None,
                                                                every=2), "name", "name"),
    Mistake("a fifth of a field was emptied", lambda all_: changed(all_, "name", lambda _: None,
                                                                   every=5), "", "name"),
    Mistake("one name stands in every record", lambda all_: changed(all_, "name", lambda _: "x"),
            "name", "name"),
    Mistake("columns were shifted", lambda all_: [{**each, "region": each["name"]}
                                                  for each in all_], "region", "region"),
    Mistake("texts were read in a wrong encoding", lambda all_: changed(all_, "name", misread),
            "name", "name"),
    Mistake("ü became ?", lambda all_: changed(all_, "name", lambda text: text.replace("ü", "?")),
            "name", "name"),
    Mistake("letters lost their accents", lambda all_: changed(
        all_, "name", lambda text: text.replace("ü", "u")), "name", "name"),
    Mistake("all letters are small", lambda all_: changed(all_, "name", str.lower),
            "name", "name"),
    Mistake("all letters are capitals", lambda all_: changed(all_, "region", str.upper),
            "region", "region"),
    Mistake("texts were cut to ten characters", lambda all_: changed(
        all_, "name", lambda text: text[:10]), "name", "name"),
    Mistake("NULL stands for no value", lambda all_: [
        {**each, "name": "NULL" if place % 8 == 0 else each["name"]}
        for place, each in enumerate(all_)], "name", "name"),
    Mistake("decimals were lost", lambda all_: changed(
        all_, "value", lambda text: str(round(float(text)))), "value", "value"),
    Mistake("the decimal point was lost", lambda all_: changed(
        all_, "value", lambda text: text.replace(".", "").lstrip("0")), "value", "value"),
    Mistake("a page was downloaded", lambda all_: all_[:250], "t", "t"),
    Mistake("a category vanished", lambda all_: [each for each in all_
                                                 if each["region"] != "South"], "region", "region"),
    Mistake("a category was merged into another", lambda all_: changed(
        all_, "region", lambda text: "North" if text == "South" else text), "region", "region"),
    Mistake("everything is true", lambda all_: changed(all_, "open", lambda _: "true"),
            "open", "open"),
    Mistake("days of the year 9999", lambda all_: changed(all_, "day", lambda _: "9999-12-31",
                                                          every=9), "day", "day"),
    Mistake("all days are four years later", lambda all_: changed(all_, "day", lambda text: str(
        datetime.date.fromisoformat(text) + datetime.timedelta(days=1462))), "", "day"),
    Mistake("all days are a century earlier", lambda all_: changed(all_, "day", lambda text:
        f"19{text[2:]}" if text[5:] != "02-29" else f"19{text[2:8]}28"), "", "day"),
)  # fmt: skip
"""What happens to data on its way, made in the last release of a usual history."""


def rows() -> tuple[tuple[str, str, str], ...]:
    """Give the table of the docs: a history, what stops it after one release, and after five."""
    right = ((name, "passes", "passes") for name, _ in RIGHT)
    wrong = ((each.name, stops(each.after_one), stops(each.after_five)) for each in MISTAKES)
    return (*right, *wrong)


def stops(what: str) -> str:
    """Say what stops a release, if anything does."""
    return {"": "passes", "t": "stops the table"}.get(what, f"stops `{what}`")
