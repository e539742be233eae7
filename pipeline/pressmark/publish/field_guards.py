"""The guards of fields: what the values of a field did in no release before.

Each is a function of what past releases told of the field, the oldest first, and of what the new
one tells. Beyond all that was told before there is a margin: wide after one or two releases,
narrower from the third on. `docs/explanation/guards.md` tells the bounds and how they were found.
"""

import datetime
from collections.abc import Callable, Iterator
from itertools import pairwise

from pressmark.publish.form_guards import (
    find_absent,
    find_cut,
    find_lost_fractions,
    find_lost_letters,
    find_other_case,
)
from pressmark.publish.told import (
    FEW,
    LEARNED,
    FieldTold,
    Found,
    choose_margin,
    phrase_releases,
    render_number,
    render_per_cent,
)
from pressmark.releases.statistics import DATES, NUMBERS
from pressmark.words import phrase_count, shorten

MISSING = (0.3, 0.1)
"""By how much the share of cells without a value may pass what it was: wide, and narrow."""
FULLER = 0.5
"""By how much it may fall below."""
FEWER, MORE = (10, 2), (10, 5)
"""By which factor distinct values may become fewer, or more, than the records account for."""
UNIT = (100, 10)
"""By which factor the largest and the middle number may both grow, or both shrink."""
NEARLY = 1 - 1e-9
"""Cents for dollars are a hundred times as many, also where the machine computes 99.99999999."""
OUTLIER = (1_000, 50)
"""By which factor the largest number alone may grow where numbers lie close together."""
SPREAD = 10
"""It may grow by so many times the factor between middle and largest number in any case."""
CENTURY = 36_525
"""Days before and after all dates told before, within which others may come."""
SHARE_OF_A_VALUE, COUNT_OF_A_VALUE = (0.2, 0.05), 20
"""What a value must have had in each release before its loss is a reason to stop."""
DAMAGED = (0.05, 0.01)
"""By how much the share of texts of a wrong encoding may pass what it was: wide, and narrow."""
YEAR = 366
"""Days within which all dates of a table may be replaced by later ones."""
LONGEST_VALUE = 40


def find_emptied(past: tuple[FieldTold, ...], new: FieldTold) -> Iterator[Found]:
    """A field that had values has none."""
    last = past[-1]
    if last.present >= FEW and new.records >= FEW and new.present == 0:
        before = f"{last.present:,} of {phrase_count(last.records, 'record')}"
        yield Found("cells with a value", before, f"none of {new.records:,}",
                    "a field is not emptied without a word")  # fmt: skip


def find_missing(past: tuple[FieldTold, ...], new: FieldTold) -> Iterator[Found]:
    """More or fewer cells than ever lack a value, and not because records came."""
    last, shares = past[-1], [each.missing for each in past]
    moved = max((abs(b - a) for a, b in pairwise(shares)), default=0.0)
    grown = max(0, new.records - last.records)
    most = max(shares) + max(choose_margin(MISSING, past), moved)
    least = min(shares) - max(FULLER, moved)
    emptier = new.missing > most and last.present - new.present > FEW
    fuller = len(past) >= LEARNED and new.missing < least
    if (emptier and new.present) or (fuller and new.present - last.present > grown + FEW):
        seen = f"{render_per_cent(min(shares))} to {render_per_cent(max(shares))}"
        bound = f"up to {render_per_cent(most)}" if emptier else f"down to {render_per_cent(least)}"
        yield Found("cells without a value", render_per_cent(last.missing),
                    render_per_cent(new.missing),
                    f"{phrase_releases(past)} it was {seen}, and {bound} passes")  # fmt: skip


def find_other_distinct(past: tuple[FieldTold, ...], new: FieldTold) -> Iterator[Found]:
    """Far fewer or far more distinct values than ever, and not because of records gone or come."""
    filled = [each for each in past if each.present]
    if not filled or not new.present:
        return
    last, own = past[-1], new.field.distinct
    least = min(each.field.distinct * min(1, new.present / each.present) for each in filled)
    most = max(each.field.distinct * max(1, new.present / each.present) for each in filled)
    least, most = least / choose_margin(FEWER, past), most * choose_margin(MORE, past)
    gone, come = last.field.distinct - own, own - max(each.field.distinct for each in past)
    fewer = own < least and gone > max(FEW, last.records - new.records)
    more = own > most and come > FEW + max(0, new.records - last.records)
    if fewer or more:
        bound = f"down to {least:,.0f}" if fewer else f"up to {most:,.0f}"
        yield Found("distinct values", f"{last.field.distinct:,}", f"{own:,}",
                    f"as {phrase_count(len(past), 'release')} had it, {bound} passes")  # fmt: skip


def find_lost_values(past: tuple[FieldTold, ...], new: FieldTold) -> Iterator[Found]:
    """One of few values that every release had often is gone, and none has come in its place."""
    last, now = past[-1].field.values, new.field.values
    if not last or not now or not set(now) < set(last):
        return
    share = choose_margin(SHARE_OF_A_VALUE, past)
    for value, count in last.items():
        if value not in now and all(is_often(value, each, share) for each in past):
            shown = shorten(value, LONGEST_VALUE)
            before = f"{count:,} of {phrase_count(past[-1].records, 'record')}"
            yield Found(f'the value "{shown}"', before, "none",
                        f"{phrase_each(past)} had it often")  # fmt: skip


def phrase_each(past: tuple[FieldTold, ...]) -> str:
    """Say of which releases something is told."""
    return f"each of {phrase_count(len(past), 'release')}" if len(past) > 1 else "that release"


def is_often(value: str, told: FieldTold, share: float) -> bool:
    """Whether a release has a value in more than a few records, and in a share of them."""
    count = (told.field.values or {}).get(value, 0)
    return count >= max(COUNT_OF_A_VALUE, share * told.present)


def find_other_numbers(past: tuple[FieldTold, ...], new: FieldTold) -> Iterator[Found]:
    """Numbers are of another size than ever: all of them, or the largest by far."""
    if new.field.type not in NUMBERS:
        return
    past = tuple(each for each in past if each.field.middle is not None)
    if new.field.middle is None or not past:
        return
    unit, last = choose_margin(UNIT, past), past[-1]
    scales, middles = [each.scale for each in past], [each.middle for each in past]
    spread = last.scale / last.middle if last.middle else 0
    most = max(scales) * max(choose_margin(OUTLIER, past), SPREAD * spread)
    if max(scales) and new.scale > most:
        bound = f"the largest may be about {render_number(float(f'{most:.3g}'))}"
    elif max(scales) and all(
        now >= NEARLY * unit * max(was) > 0
        for now, was in ((new.scale, scales), (new.middle, middles))
    ):
        bound = f"all may not grow to {unit:g} times"
    elif all(
        now * unit * NEARLY <= min(was) and min(was) > 0
        for now, was in ((new.scale, scales), (new.middle, middles))
    ):
        bound = f"all may not shrink to 1/{unit:g}"
    else:
        return
    seen = f"{phrase_releases(past)} none was larger than {render_number(max(scales))}"
    yield Found("values", last.range, new.range, f"{seen}, and {bound}")


def find_other_dates(past: tuple[FieldTold, ...], new: FieldTold) -> Iterator[Found]:
    """Dates lie a century, and as long as all before reach, from those of all releases.

    From the third release on also where all of them lie apart from all before, though these reach
    over more than a year and began with the same day in each release: a table of one year may be
    replaced by that of the next, a history is not.
    """
    dated = [each for each in past if each.field.lowest is not None]
    if new.field.type not in DATES or new.field.lowest is None or not dated:
        return
    first = min(number_day(each.field.lowest) for each in dated)
    end = max(number_day(each.field.highest) for each in dated)
    room = max(CENTURY, end - first)
    last = dated[-1]
    steady = len(dated) >= LEARNED and len({each.field.lowest for each in dated}) == 1
    steady = steady and end - first > YEAR
    apart = number_day(new.field.lowest) > end or number_day(new.field.highest) < first
    if steady and apart and min(last.field.distinct, new.field.distinct) >= FEW:
        bound = f"{phrase_releases(tuple(dated))} the first was the same, and now all lie apart"
        yield Found("values", last.range, new.range, bound)
    elif number_day(new.field.lowest) < first - room or number_day(new.field.highest) > end + room:
        bound = f"{round(room / 365.25):,} years before and after all earlier dates pass"
        yield Found("values", last.range, new.range, bound)


def number_day(written: float | str | None) -> int:
    """Number the day on which a date begins; the year 0 counts as the first."""
    text = str(written)
    year, _, rest = text[:10].partition("-")
    month, _, day = rest.partition("-")
    try:
        return datetime.date(int(year), int(month or 1), int(day or 1)).toordinal()
    except ValueError:
        return datetime.date(max(1, int(year)), 1, 1).toordinal()


def find_damage(past: tuple[FieldTold, ...], new: FieldTold) -> Iterator[Found]:
    """Texts look as if they were read in a wrong encoding, more than in any release."""
    before = max(each.field.damaged or 0 for each in past)
    most = max(each.damaged for each in past) + choose_margin(DAMAGED, past)
    if (new.field.damaged or 0) > before + FEW and new.damaged > most:
        yield Found("texts that look read in a wrong encoding (\u00c3\u00a9 for \u00e9)",
                    f"{past[-1].field.damaged or 0:,}", f"{new.field.damaged:,}",
                    f"up to {render_per_cent(most)} of the values passes")  # fmt: skip


FIELD_GUARDS: tuple[Callable[[tuple[FieldTold, ...], FieldTold], Iterator[Found]], ...] = (
    find_emptied, find_missing, find_other_distinct, find_lost_values, find_other_numbers,
    find_other_dates, find_damage, find_lost_letters, find_other_case, find_cut, find_absent,
    find_lost_fractions,
)  # fmt: skip
"""Every guard of a field, in the order in which they are told."""


def list_found(past: tuple[FieldTold, ...], new: FieldTold, *, is_key: bool) -> Iterator[Found]:
    """Give what stops a field; nothing where it was of another type, or a few cells are all.

    Numbers of a key are names, whose size says nothing.
    """
    alike = tuple(each for each in past if each.field.type == new.field.type)
    if not alike or alike[-1] is not past[-1] or min(alike[-1].records, new.records) < FEW:
        return
    for guard in FIELD_GUARDS:
        if not (is_key and guard is find_other_numbers):
            yield from guard(alike, new)
