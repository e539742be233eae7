"""What the cells of a table show about its columns, gathered block by block.

The first records are looked at closely: their distinct texts are held against every candidate.
Those that fit nearly all of them are held against all other records. So the cost of a long table is
that of one or two comparisons a cell.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from pressmark.engine.connection import Cursor
from pressmark.infer.candidates import CANDIDATES, Candidate, swap_days, with_unit
from pressmark.infer.fits import Fit, count_texts, find_wrong
from pressmark.infer.list_items import make_list_candidate
from pressmark.infer.name_words import strip_accents
from pressmark.infer.unseen import find_unseen

NO_VALUE = frozenset(
    (
        "na", "n/a", "n.a.", "#n/a", "#na", "nan", "null", "none", "nil", "(null)", "<na>", "\\n",
        "-", "--", "---", "\u2013", "\u2014", "?", ".", "..", "...", "*", "x",
        "#null!", "#ref!", "#value!", "#div/0!", "unknown", "missing", "tbd", "not known",
        "not available", "not applicable", "no data", ":", "\u2026", "n.d.", "s/d", "k.a.", "k. a.",
        "keine angabe", "nicht bekannt", "sin datos", "inconnu",
    )
)  # fmt: skip
"""Texts, in lower case, that say in columns of numbers or dates that there is no value."""
FEW_TEXTS = 100
"""Distinct texts of a column that are counted one by one, as long as there are no more."""
LOOKED_AT = 300
"""Distinct texts of the first records that are held against every candidate."""
FEW_LOOKED_AT = 8
"""Of these, one at least must have a candidate's shape before all are looked at."""
NEARLY = Fraction(4, 5)
"""The share of these that must fit for a candidate to stay; as a float, one of five is too many."""
LISTED = 20


@dataclass
class ColumnEvidence:
    """What has been seen of a column.

    `counted` has each distinct text with how often it stands there, or is None where they are too
    many; `first_texts` are those of the first records. `empty` counts the empty cells, `no_value`
    those that say that there is no value.
    """

    number: int
    name: str
    cells: int = 0
    empty: int = 0
    no_value: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] | None = field(default_factory=Counter)
    first_texts: Counter[str] = field(default_factory=Counter)
    fits: list[Fit] = field(default_factory=list)
    spare: list[Fit] = field(default_factory=list)
    unseen: set[str] = field(default_factory=set)
    """Characters that hide or turn text around."""

    @cached_property
    def first_values(self) -> list[str]:
        """The distinct texts of the first records that may be values."""
        return [text for text in self.first_texts if not says_nothing(text)]

    @property
    def sound(self) -> bool:
        """Whether what fits the column best fits all of its values."""
        return bool(self.fits) and not self.fits[0].wrong

    @property
    def values(self) -> int:
        """How many cells hold something else than a word for no value."""
        return self.cells - self.empty - self.no_value.total()


def gather(
    read: Callable[[], Iterator[pa.RecordBatch]], names: Sequence[str], cursor: Cursor
) -> list[ColumnEvidence]:
    """Gather the evidence of every column of a table from its blocks of text, in order.

    After the first block only what fits a column best is held against it. Where that breaks in a
    later block, which is rare, `read` is asked once more and all else is held against the column.
    """
    found = [ColumnEvidence(number, name) for number, name in enumerate(names, start=1)]
    for turn, block in enumerate(read()):
        for column in found:
            count(column, block.column(column.number - 1), first=turn == 0)
        if turn == 0:
            look_closely(found, cursor)
            hold_against(block, found, cursor, first=True)
            for column in found:
                keep_best(column)
        else:
            hold_against(block, found, cursor)
        for column in found:
            # No number and no day holds such a character.
            if not column.sound or not column.fits[0].candidate.sure:
                column.unseen |= find_unseen(block.column(column.number - 1))
    broken = [column for column in found if column.spare and not column.sound]
    for column in broken:
        column.fits, column.spare = [*column.fits, *column.spare], []
    hold_again(read, broken, cursor)
    return found


def keep_best(column: ColumnEvidence) -> None:
    """Go on with what fits a column best, and with the other order of its days and months.

    What is wrong in the first block stays wrong: where that is everything, the nearest is kept to
    tell of, and nothing is to be held against the column again.
    """
    fits = sorted(column.fits, key=lambda fit: fit.wrong)
    other = swap_days(fits[0].candidate) if fits else None
    kept = [fit for fit in fits if fit is fits[0] or fit.candidate.properties == other]
    if fits and not fits[0].wrong:
        column.spare = [Fit(fit.candidate) for fit in fits if fit not in kept]
    column.fits = kept


def hold_again(
    read: Callable[[], Iterator[pa.RecordBatch]], broken: list[ColumnEvidence], cursor: Cursor
) -> None:
    """Hold everything that some columns may still be against all of their cells."""
    for column in broken:
        column.fits = [Fit(fit.candidate) for fit in column.fits]
        column.no_value = pick_missing_words(column.first_texts)
    for turn, block in enumerate(read() if broken else ()):
        hold_against(block, broken, cursor, first=turn == 0)
    for column in broken:
        column.fits.sort(key=lambda fit: fit.wrong)


def count(column: ColumnEvidence, texts: pa.Array, *, first: bool) -> None:
    """Count the cells of a block, and its distinct texts where these are few."""
    column.cells += len(texts)
    column.empty += texts.null_count + pc.equal(texts, "").true_count
    if first:
        column.first_texts = count_texts(texts)
        column.no_value = pick_missing_words(column.first_texts)
    if column.counted is not None:
        column.counted.update(column.first_texts if first else count_texts(texts))
        if len(column.counted) > FEW_TEXTS:
            column.counted = None


def pick_missing_words(counted: Counter[str]) -> Counter[str]:
    """Pick the texts that may mean that there is no value."""
    return Counter({text: times for text, times in counted.items() if says_nothing(text)})


def says_nothing(text: str) -> bool:
    """Whether a text may mean that there is no value."""
    return text.strip().lower() in NO_VALUE


def look_closely(found: list[ColumnEvidence], cursor: Cursor) -> None:
    """Hold the first distinct texts of each column against every candidate."""
    asked: list[tuple[ColumnEvidence, Fit]] = []
    texts: list[pa.Array] = []
    for column in found:
        values = column.first_values
        step = max(1, len(values) // LOOKED_AT)
        some = values[::step][:LOOKED_AT]
        if not some:
            continue
        known = (*CANDIDATES, *with_unit(some), *filter(None, (make_list_candidate(some),)))
        fits = [Fit(each) for each in known if may_fit(each, column.name, some)]
        asked += [(column, fit) for fit in fits]
        texts += [pa.array(some, pa.string())] * len(fits)
    wrongs = find_wrong([fit for _, fit in asked], texts, cursor)
    for (column, fit), some, wrong in zip(asked, texts, wrongs, strict=True):
        if len(some) - wrong.total() >= NEARLY * len(some):
            column.fits.append(fit)


def may_fit(candidate: Candidate, name: str, texts: list[str]) -> bool:
    """Whether nearly all texts have the shape of a candidate, and the column's name allows it."""
    if candidate.wanted and not any(map(candidate.wanted.search, (name, strip_accents(name)))):
        return False
    if not any(map(candidate.shape.fullmatch, texts[:: max(1, len(texts) // FEW_LOOKED_AT)])):
        return False
    others = (text for text in texts if not candidate.shape.fullmatch(text))
    most = int((1 - NEARLY) * len(texts))
    return next(islice(others, most, None), None) is None


def hold_against(
    block: pa.RecordBatch, found: list[ColumnEvidence], cursor: Cursor, *, first: bool = False
) -> None:
    """Hold all cells of a block against what each column may still be."""
    asked = [(column, fit) for column in found for fit in column.fits]
    cells = [block.column(column.number - 1) for column, _ in asked]
    wrongs = find_wrong([fit for _, fit in asked], cells, cursor)
    for (column, fit), wrong in zip(asked, wrongs, strict=True):
        words = pick_missing_words(wrong)
        # A candidate may have the shape of one of them, as NaN.
        shape = fit.candidate.shape
        nothing = Counter({each: words[each] for each in words if not shape.fullmatch(each)})
        fit.wrong += wrong.total() - nothing.total()
        if not first and fit is column.fits[0]:
            column.no_value.update(nothing)
        if len(fit.texts) < LISTED:
            fit.texts.update(list_commonest(wrong - words))
    for column in found:
        most = (1 - NEARLY) * max(column.values, 1)
        column.fits = [fit for fit in column.fits if fit.wrong <= most]


def list_commonest(texts: Counter[str]) -> dict[str, int]:
    """List the commonest of some texts, with how often each stands there."""
    return dict(sorted(texts.items(), key=lambda each: (-each[1], each[0]))[:LISTED])
