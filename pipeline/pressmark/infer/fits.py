"""Texts of a column → those of them that do not fit what the column may be.

Most texts are shown by their shape alone, which Arrow looks at. The engine is asked about the
others: to prepare its statement costs as much as to look at some thousand texts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain

import pyarrow as pa
import pyarrow.compute as pc

from pressmark.engine.connection import ARRIVING, Cursor
from pressmark.infer.candidates import Candidate

THREADS = 2
COUNTED_AT_ONCE = 32
"""Columns that a thread looks at before it takes up others."""
ASKED_AT_ONCE = 64
"""Columns that are asked about by one statement: each costs some, and many much."""
MOST_REMEMBERED = 10_000
"""Answers about texts of a column, such as all days of some decades."""


@dataclass
class Fit:
    """A candidate for a column: how many texts do not fit it, and the first of them.

    `answers` are those of the engine: whether a text is right.
    """

    candidate: Candidate
    wrong: int = 0
    texts: Counter[str] = field(default_factory=Counter)
    answers: dict[str, bool] = field(default_factory=dict, repr=False)


def find_wrong(
    fits: Sequence[Fit], columns: Sequence[pa.Array], cursor: Cursor
) -> list[Counter[str]]:
    """Count the distinct texts that do not fit, each column's own; an empty text always does."""
    wrong = count_unsure(list(zip(fits, columns, strict=True)))
    asked: dict[int, pa.Array] = {}
    for number, (fit, texts) in enumerate(zip(fits, columns, strict=True)):
        if not fit.candidate.sure:
            asked[number] = texts
        elif wrong[number] and not fit.candidate.exact:
            asked[number] = select_new(fit, wrong[number])
    for number, refused in ask(fits, asked, cursor):
        if fits[number].candidate.sure:
            texts = asked[number].to_pylist()
            fits[number].answers |= dict.fromkeys(texts, True) | dict.fromkeys(refused, False)
        else:
            wrong[number] = Counter(refused)
    for fit, counted in zip(fits, wrong, strict=True):
        for text in [each for each in counted if fit.answers.get(each)]:
            del counted[text]
    return wrong


def count_unsure(pairs: Sequence[tuple[Fit, pa.Array]]) -> list[Counter[str]]:
    """Count the texts of columns that their sure shapes do not show to be right.

    Several columns at once: Arrow works without Python's lock.
    """

    def count_some(at: int) -> list[Counter[str]]:
        some = pairs[at : at + COUNTED_AT_ONCE]
        return [count_others(fit.candidate.sure, texts) for fit, texts in some]

    places = range(0, len(pairs), COUNTED_AT_ONCE)
    if len(places) == 1:
        return count_some(0)
    with ThreadPoolExecutor(THREADS) as pool:
        return list(chain.from_iterable(pool.map(count_some, places)))


def count_others(shape: str | None, texts: pa.Array) -> Counter[str]:
    """Count the distinct texts that do not have a shape and are not empty; none without a shape."""
    if shape is None:
        return Counter()
    alike = pc.match_substring_regex(texts, rf"\A(?s:{shape})?\z")
    if alike.true_count + texts.null_count == len(texts):
        return Counter()
    return count_texts(texts.filter(pc.invert(alike)))


def select_new(fit: Fit, texts: Counter[str]) -> pa.Array:
    """Select the texts about which the engine has not been asked, or not of late."""
    if len(fit.answers) > MOST_REMEMBERED:
        fit.answers.clear()
    return pa.array([text for text in texts if text not in fit.answers], pa.string())


def ask(
    fits: Sequence[Fit], asked: dict[int, pa.Array], cursor: Cursor
) -> Iterator[tuple[int, list[str]]]:
    """Ask the engine for the texts that do not fit, those of each numbered fit."""
    numbers = [number for number, texts in asked.items() if len(texts)]
    for at in range(0, len(numbers), ASKED_AT_ONCE):
        some = numbers[at : at + ASKED_AT_ONCE]
        longest = max(len(asked[number]) for number in some)
        cells = {f"c{number}": fill_up(asked[number], longest) for number in some}
        wrong = (f"c{n} <> '' and not {fits[n].candidate.right(f'c{n}')}" for n in some)
        lists = ", ".join(
            f"list(c{number}) filter ({each})" for number, each in zip(some, wrong, strict=True)
        )
        with cursor.arriving(pa.table(cells)):
            (row,) = cursor.rows(f"select {lists} from {ARRIVING}")
        for number, texts in zip(some, row, strict=True):
            yield number, texts or []


def fill_up(texts: pa.Array, size: int) -> pa.Array:
    """Make a column as long as the longest beside it."""
    missing = size - len(texts)
    return pa.concat_arrays([texts, pa.nulls(missing, pa.string())]) if missing else texts


def count_texts(texts: pa.Array) -> Counter[str]:
    """Count each distinct text but the empty one."""
    counted = pc.value_counts(texts)
    values, counts = counted.field("values").to_pylist(), counted.field("counts").to_pylist()
    return Counter({text: times for text, times in zip(values, counts, strict=True) if text})
