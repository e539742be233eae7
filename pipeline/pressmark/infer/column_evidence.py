"""What the cells of a table show about its columns, gathered block by block.

The first records are looked at closely: their distinct texts are held against every candidate.
Those that fit nearly all of them are held against all other records, each block by one query. So
the cost of a long table is that of one or two comparisons a cell.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from pressmark.engine.connection import ARRIVING, Cursor
from pressmark.infer.candidates import CANDIDATES, Candidate, swapped, with_unit
from pressmark.infer.list_items import with_list

NO_VALUE = frozenset(
    (
        "na", "n/a", "n.a.", "#n/a", "#na", "nan", "null", "none", "nil", "(null)", "<na>", "\\n",
        "-", "--", "---", "\u2013", "\u2014", "?", ".", "..", "...", "*", "x",
        "#null!", "#ref!", "#value!", "#div/0!", "unknown", "missing", "tbd", "not known",
        "not available", "not applicable", "no data",
    )
)  # fmt: skip
"""Texts, in lower case, that say in columns of numbers or dates that there is no value."""
FEW_TEXTS = 100
"""Distinct texts of a column that are counted one by one, as long as there are no more."""
LOOKED_AT = 300
"""Distinct texts of the first records that are held against every candidate."""
NEARLY = 0.8
"""The share of these that must fit for a candidate to stay."""
LISTED = 20
MOST_WRONG = 1_000
"""Distinct texts of a block that are looked through for words that say nothing."""
ASKED_AT_ONCE = 64


@dataclass
class Fit:
    """A candidate for a column: how many texts do not fit it, and the first of them."""

    candidate: Candidate
    wrong: int = 0
    texts: Counter[str] = field(default_factory=Counter)


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
    broken = [column for column in found if column.spare and not column.sound]
    for column in broken:
        column.fits, column.spare = [*column.fits, *column.spare], []
    hold_again(read, broken, cursor)
    return found


def keep_best(column: ColumnEvidence) -> None:
    """Go on with what fits a column best, and with the other order of its days and months."""
    fits = sorted(column.fits, key=lambda fit: bool(fit.wrong))
    other = swapped(fits[0].candidate) if fits else None
    kept = [fit for fit in fits if fit is fits[0] or fit.candidate.properties == other]
    column.spare = [Fit(fit.candidate) for fit in fits if fit not in kept]
    column.fits = kept


def hold_again(
    read: Callable[[], Iterator[pa.RecordBatch]], broken: list[ColumnEvidence], cursor: Cursor
) -> None:
    """Hold everything that some columns may still be against all of their cells."""
    for column in broken:
        column.fits = [Fit(fit.candidate) for fit in column.fits]
        column.no_value = nothing_in(column.first_texts)
    for turn, block in enumerate(read() if broken else ()):
        hold_against(block, broken, cursor, first=turn == 0)
    for column in broken:
        column.fits.sort(key=lambda fit: fit.wrong)


def count(column: ColumnEvidence, texts: pa.Array, *, first: bool) -> None:
    """Count the cells of a block, and its distinct texts where these are few."""
    column.cells += len(texts)
    lengths = pc.binary_length(texts)
    column.empty += texts.null_count + (pc.sum(pc.equal(lengths, 0)).as_py() or 0)
    if first:
        column.first_texts = counts_of(texts)
        column.no_value = nothing_in(column.first_texts)
    if column.counted is not None:
        column.counted.update(column.first_texts if first else counts_of(texts))
        if len(column.counted) > FEW_TEXTS:
            column.counted = None


def nothing_in(counted: Counter[str]) -> Counter[str]:
    """Pick the texts that may mean that there is no value."""
    return Counter({text: times for text, times in counted.items() if says_nothing(text)})


def counts_of(texts: pa.Array) -> Counter[str]:
    """Count each distinct text but the empty one."""
    counted = pc.value_counts(texts)
    values, counts = counted.field("values").to_pylist(), counted.field("counts").to_pylist()
    return Counter({text: times for text, times in zip(values, counts, strict=True) if text})


def says_nothing(text: str) -> bool:
    """Whether a text may mean that there is no value."""
    return text.strip().lower() in NO_VALUE


def look_closely(found: list[ColumnEvidence], cursor: Cursor) -> None:
    """Hold the first distinct texts of each column against every candidate."""
    for column in found:
        texts = [text for text in column.first_texts if not says_nothing(text)]
        step = max(1, len(texts) // LOOKED_AT)
        some = texts[::step][:LOOKED_AT]
        if not some:
            continue
        known = (*CANDIDATES, *filter(None, (with_unit(some), with_list(some))))
        asked = [each for each in known if may_fit(each, column.name, some)]
        if not asked:
            continue
        flags = ", ".join(f"count(*) filter ({each.right('v')})" for each in asked)
        with cursor.arriving(pa.table({"v": pa.array(some, pa.string())})):
            (row,) = cursor.rows(f"select {flags} from {ARRIVING}")
        column.fits = [
            Fit(each) for each, right in zip(asked, row, strict=True) if right >= NEARLY * len(some)
        ]


def may_fit(candidate: Candidate, name: str, texts: list[str]) -> bool:
    """Whether nearly all texts have the shape of a candidate, and the column's name allows it."""
    if candidate.wanted and not candidate.wanted.search(name):
        return False
    others = (text for text in texts if not candidate.shape.fullmatch(text))
    most = int((1 - NEARLY) * len(texts))
    return next(islice(others, most, None), None) is None


def hold_against(
    block: pa.RecordBatch, found: list[ColumnEvidence], cursor: Cursor, *, first: bool = False
) -> None:
    """Hold all cells of a block against what each column may still be."""
    asked = [(column, fit) for column in found for fit in column.fits]
    for at in range(0, len(asked), ASKED_AT_ONCE):
        some = asked[at : at + ASKED_AT_ONCE]
        numbers = dict.fromkeys(column.number for column, _ in some)
        table = pa.table({f"c{number}": block.column(number - 1) for number in numbers})
        wrongs = [wrong_in(fit, f"c{column.number}") for column, fit in some]
        flags = ", ".join(f"count(*) filter ({wrong})" for wrong in wrongs)
        with cursor.arriving(table):
            (row,) = cursor.rows(f"select {flags} from {ARRIVING}")
            for (column, fit), wrong, times in zip(some, wrongs, row, strict=True):
                if times:
                    texts = most_often(f"c{column.number}", wrong, cursor)
                    note(column, fit, times, texts, first=first)
    for column in found:
        most = (1 - NEARLY) * max(column.values, 1)
        column.fits = [fit for fit in column.fits if fit.wrong <= most]


def wrong_in(fit: Fit, cell: str) -> str:
    """Give SQL that is true where a cell holds something that does not fit."""
    return f"{cell} <> '' and not {fit.candidate.right(cell)}"


def note(column: ColumnEvidence, fit: Fit, times: int, texts: Counter[str], *, first: bool) -> None:
    """Note what does not fit; a word for no value is none of it."""
    nothing = nothing_in(texts)
    fit.wrong += times - nothing.total()
    if not first and fit is column.fits[0]:
        column.no_value.update(nothing)
    if len(fit.texts) < LISTED:
        fit.texts.update(dict((texts - nothing).most_common(LISTED)))


def most_often(cell: str, wrong: str, cursor: Cursor) -> Counter[str]:
    """Give the texts of a block that do not fit, with how often each stands there."""
    counted = f"select {cell}, count(*) as times from {ARRIVING} where {wrong} group by all"
    return Counter(dict(cursor.rows(f"{counted} order by times desc, 1 limit {MOST_WRONG}")))
