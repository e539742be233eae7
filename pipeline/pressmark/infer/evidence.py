"""What the cells of a table show about its columns, gathered block by block.

The first records are looked at closely: their distinct texts are held against every candidate.
Those that fit nearly all of them are held against all other records, each block by one query. So
the cost of a long table is that of one or two comparisons a cell.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from pressmark import sql
from pressmark.engine.connection import ARRIVING, Cursor
from pressmark.infer.candidates import CANDIDATES, Candidate, with_unit

NO_VALUE = frozenset(
    (
        "na", "n/a", "n.a.", "#n/a", "#na", "nan", "null", "none", "nil", "(null)", "<na>", "\\n",
        "-", "--", "---", "\u2013", "\u2014", "?", ".", "..", "...", "*", "x",
        "#null!", "#ref!", "#value!", "#div/0!", "unknown", "missing", "tbd", "not known",
        "not available", "not applicable", "no data",
    )
)  # fmt: skip
"""Texts, in lower case, that say in columns of numbers or dates that there is no value."""
WORDS = tuple(sorted(NO_VALUE))
LONGEST_WORD = max(map(len, WORDS)) + 2
FEW_TEXTS = 100
"""Distinct texts of a column that are counted one by one, as long as there are no more."""
LOOKED_AT = 300
"""Distinct texts of the first records that are held against every candidate."""
NEARLY = 0.8
"""The share of these that must fit for a candidate to stay."""
LISTED = 20
ASKED_AT_ONCE = 200


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
    longest: int = 0
    no_value: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] | None = field(default_factory=Counter)
    first_texts: Counter[str] = field(default_factory=Counter)
    fits: list[Fit] = field(default_factory=list)
    spare: list[Fit] = field(default_factory=list)
    distinct_at_first: bool = True

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
            hold_against(block, found, cursor)
            for column in found:
                column.fits.sort(key=lambda fit: bool(fit.wrong))
                column.spare = [Fit(fit.candidate) for fit in column.fits[1:]]
                column.fits = column.fits[:1]
        else:
            hold_against(block, found, cursor)
    broken = [column for column in found if column.spare and not column.sound]
    for column in broken:
        column.fits, column.spare = [*column.fits[:1], *column.spare], []
    hold_again(read, broken, cursor)
    return found


def hold_again(
    read: Callable[[], Iterator[pa.RecordBatch]], broken: list[ColumnEvidence], cursor: Cursor
) -> None:
    """Hold everything that some columns may still be against all of their cells."""
    for column in broken:
        column.fits = [Fit(fit.candidate) for fit in column.fits]
    for block in read() if broken else ():
        hold_against(block, broken, cursor)
    for column in broken:
        column.fits.sort(key=lambda fit: fit.wrong)


def count(column: ColumnEvidence, texts: pa.Array, *, first: bool) -> None:
    """Count the cells of a block, and its distinct texts where these are few."""
    column.cells += len(texts)
    lengths = pc.utf8_length(texts)
    column.longest = max(column.longest, pc.max(lengths).as_py() or 0)
    column.empty += pc.sum(pc.equal(lengths, 0)).as_py() or 0
    column.empty += texts.null_count
    column.no_value.update(no_value_in(texts, lengths))
    if first:
        column.first_texts = counts_of(texts)
        column.distinct_at_first = len(column.first_texts) == len(texts)
    if column.counted is not None:
        column.counted.update(column.first_texts if first else counts_of(texts))
        if len(column.counted) > FEW_TEXTS:
            column.counted = None


def no_value_in(texts: pa.Array, lengths: pa.Array) -> Counter[str]:
    """Count the texts that say that there is no value, as they are written."""
    short = pc.filter(texts, pc.less_equal(lengths, LONGEST_WORD))
    plain = pc.utf8_lower(pc.utf8_trim_whitespace(short))
    return counts_of(pc.filter(short, pc.is_in(plain, pa.array(WORDS))))


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
        unit = with_unit(some)
        known = (*CANDIDATES, unit) if unit else CANDIDATES
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
    shaped = sum(1 for text in texts if candidate.shape.fullmatch(text))
    return shaped >= NEARLY * len(texts)


def hold_against(block: pa.RecordBatch, found: list[ColumnEvidence], cursor: Cursor) -> None:
    """Hold all cells of a block against what each column may still be."""
    asked = [(column, fit) for column in found for fit in column.fits]
    for at in range(0, len(asked), ASKED_AT_ONCE):
        some = asked[at : at + ASKED_AT_ONCE]
        numbers = tuple(dict.fromkeys(column.number for column, _ in some))
        table = pa.table({f"c{number}": block.column(number - 1) for number in numbers})
        values = f"select {', '.join(map(value_of, numbers))} from {ARRIVING}"
        wrongs = [f"not {fit.candidate.right(f'v{column.number}')}" for column, fit in some]
        flags = ", ".join(
            f"count(v{column.number}) filter ({wrong})"
            for (column, _), wrong in zip(some, wrongs, strict=True)
        )
        with cursor.arriving(table):
            (row,) = cursor.rows(f"select {flags} from ({values})")
            for (column, fit), wrong, times in zip(some, wrongs, row, strict=True):
                fit.wrong += times
                if times and len(fit.texts) < LISTED:
                    fit.texts.update(first_wrong(f"v{column.number}", wrong, values, cursor))
    for column in found:
        most = (1 - NEARLY) * max(column.values, 1)
        column.fits = [fit for fit in column.fits if fit.wrong <= most]


def first_wrong(value: str, wrong: str, values: str, cursor: Cursor) -> dict[str, int]:
    """Give the texts of a block that do not fit, those that stand there most often first."""
    return dict(
        cursor.rows(
            f"select {value}, count(*) as times from ({values}) where {value} is not null "
            f"and {wrong} group by all order by times desc, {value} limit {LISTED}"
        )
    )


def value_of(number: int) -> str:
    """Give SQL for what may be a value of a column: NULL for a word that says there is none."""
    cell = f"c{number}"
    short = f"length({cell}) <= {LONGEST_WORD} and lower(trim({cell})) in ({sql.texts(WORDS)})"
    return f"case when {cell} = '' or ({short}) then null else {cell} end as v{number}"
