"""The guards of forms: how values are written, where what they say may be the same.

A program on the way made small letters of all, cut what was long, lost letters or decimals, or
wrote a word where there is no value. Releases that did not count it yet teach nothing.
"""

from collections.abc import Iterator

from pressmark.publish.told import (
    FEW,
    FieldTold,
    Found,
    choose_margin,
    phrase_releases,
    render_per_cent,
)
from pressmark.releases.statistics import FEW_VALUES

OFTEN, SHARE = 20, 0.05
"""How many values, and which share, must have had in each release what all have lost."""
MOST = 0.5
"""Which share of values must have had a capital, or a small letter, in each release."""
ALIKE = 0.1
"""Values of which the longest is by so much longer or shorter are others, not the same again."""
SAME_SIZE = 2
"""Numbers of which the middle is so many times larger or smaller are others."""
ABSENT = (0.05, 0.01)
"""By how much the share of words for nothing may pass what it was: wide, and narrow."""


def keep_counted(past: tuple[FieldTold, ...], name: str) -> tuple[FieldTold, ...]:
    """Keep the releases in which something was counted; none unless it was in the last of them."""
    known = tuple(each for each in past if getattr(each.field, name) is not None)
    return known if known and known[-1] is past[-1] else ()


def find_lost_letters(past: tuple[FieldTold, ...], new: FieldTold) -> Iterator[Found]:
    """No value has a letter beyond A to Z any more, though many had: ü became ?, or u."""
    past = keep_counted(past, "foreign")
    if not past:
        return
    had = [each.field.foreign for each in past]
    if new.field.foreign != 0 or new.present < past[-1].present / 2 or is_listed(past[-1]):
        return
    if all((count or 0) >= max(OFTEN, SHARE * told.present)
           for count, told in zip(had, past, strict=True)):  # fmt: skip
        yield Found("values with characters beyond ASCII, such as é", f"{had[-1]:,}", "none",
                    f"{phrase_releases(past)} many had some")  # fmt: skip


def is_listed(told: FieldTold) -> bool:
    """Whether the values are a few categories, of which one with such a letter may go."""
    return bool(told.field.values)


def find_other_case(past: tuple[FieldTold, ...], new: FieldTold) -> Iterator[Found]:
    """All values are in small letters, or all in capitals, which most were not."""
    past = keep_counted(past, "longest")
    if not past or new.field.longest is None or new.present < FEW:
        return
    last, now = past[-1].field, new.field
    if abs((now.longest or 0) - (last.longest or 0)) > ALIKE * (last.longest or 0):
        return
    lowered = now.capitals == 0 and new.share(now.small) >= MOST
    raised = now.small == 0 and new.share(now.capitals) >= MOST
    for is_so, what, had in (
        (lowered, "values with a capital letter", [each.field.capitals for each in past]),
        (raised, "values with a small letter", [each.field.small for each in past]),
    ):
        shares = [each.share(count) for each, count in zip(past, had, strict=True)]
        if is_so and min(shares) >= MOST:
            yield Found(
                what,
                f"{had[-1]:,}",
                "none",
                f"{phrase_releases(past)} {render_per_cent(min(shares))} had one",
            )


def find_cut(past: tuple[FieldTold, ...], new: FieldTold) -> Iterator[Found]:
    """Many values are just as long as the longest, and many were longer: they were cut."""
    past = keep_counted(past, "long")
    longest = new.field.longest
    if not past or longest is None:
        return
    last, now = past[-1].field, new.field
    if min(last.distinct, now.distinct) <= FEW_VALUES:
        return
    many = SHARE * new.present >= FEW and now.long == longest
    longer = [each.field.long or 0 for each in past]
    if many and min(longer) > longest:
        yield Found("the longest value, in characters", f"{last.longest:,}", f"{longest:,}",
                    f"one in twenty is as long, and was {min(longer):,} or more "
                    f"{phrase_releases(past)}")  # fmt: skip


def find_absent(past: tuple[FieldTold, ...], new: FieldTold) -> Iterator[Found]:
    """Words stand for no value (NULL, NaN, #N/A), more than in any release."""
    known = keep_counted(past, "absent")
    if not known:
        return
    before = max(each.field.absent or 0 for each in known)
    share = max(each.share(each.field.absent) for each in known)
    most = share + choose_margin(ABSENT, known)
    now = new.field.absent or 0
    if now > before + FEW and new.share(now) > most:
        yield Found("words for no value, such as NULL", f"{known[-1].field.absent:,}", f"{now:,}",
                    f"up to {render_per_cent(most)} of the values passes")  # fmt: skip


def find_lost_fractions(past: tuple[FieldTold, ...], new: FieldTold) -> Iterator[Found]:
    """No number has a fraction any more, though many had, and they are of the same size."""
    past = keep_counted(past, "fractions")
    if not past:
        return
    last, had = past[-1], [each.field.fractions for each in past]
    if new.field.fractions != 0 or new.present < last.present / 2 or not last.middle:
        return
    same_size = last.middle / SAME_SIZE <= new.middle <= last.middle * SAME_SIZE
    if same_size and all((count or 0) >= max(OFTEN, SHARE * told.present)
                         for count, told in zip(had, past, strict=True)):  # fmt: skip
        yield Found("numbers with a fraction", f"{had[-1]:,}", "none",
                    f"{phrase_releases(past)} many had one")  # fmt: skip
