"""`datapackage/synonyms.csv`: words that a dataset's readers use for one thing, for its search.

A line says that who searches for `word` is shown what holds `synonym` too, and the other way round.
Words that lines link, directly or through others, are one set. The list is the site's and no part
of a release.
"""

import csv
import io
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from pressmark.package.slips import Unusable

AUTHORED = "datapackage/synonyms.csv"
COLUMNS = ("word", "synonym")
LONGEST = 100
"""Characters of a word or phrase."""
MOST = 2_000
"""Lines of the list."""
HEADER = f"write {','.join(COLUMNS)}"


@dataclass(frozen=True)
class Synonyms:
    """Sets of words or phrases for one thing, and what is wrong in their list."""

    sets: tuple[tuple[str, ...], ...] = ()
    faults: tuple[Unusable, ...] = ()


def read_synonyms(text: str | None, place: str) -> Synonyms:
    """Read the list; of a line that is wrong there is a fault, and no synonym."""
    if text is None:
        return Synonyms()
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    faults: list[Unusable] = []
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        faults += judge_header(next(lines, []), place)
        for cells in () if faults else lines:
            if cells:
                wrong = tuple(judge_line(cells, lines.line_num, place, pairs))
                faults += wrong
                if not wrong:
                    pairs[fold_pair(cells)] = (cells[0].strip(), cells[1].strip())
            if len(pairs) > MOST:
                wrong_length = f"is one line more than the {MOST:,} that are read"
                faults.append(blame(place, lines.line_num, wrong_length, "write fewer"))
                break
    except csv.Error as error:
        faults.append(blame(place, lines.line_num, f"is not CSV: {error}", "close every quote"))
    return Synonyms(tuple(join_pairs(pairs.values())), tuple(faults))


def blame(  # noqa: PLR0913 - two have a default
    place: str, line: int, wrong: str, right: str, *, field: str | None = None, value: str = ""
) -> Unusable:
    """Say what is wrong on a line of the list."""
    return Unusable(
        path=f"line {line}", wrong=wrong, right=right, place=place, field=field, value=value
    )


def judge_header(cells: list[str], place: str) -> Iterator[Unusable]:
    """Find the columns that are not known, missing or in another order."""
    unknown = [each for each in cells if each not in COLUMNS]
    for each in unknown:
        yield blame(place, 1, f"has the unknown column {each!r}", HEADER, value=each)
    if not unknown and tuple(cells) != COLUMNS:
        yield blame(place, 1, "has another header", HEADER, value=",".join(cells))


def judge_line(
    cells: list[str], line: int, place: str, before: Container[frozenset[str]]
) -> Iterator[Unusable]:
    """Find what is wrong with the words of one line."""
    written = ",".join(cells)
    if len(cells) != len(COLUMNS):
        wrong = f"has {len(cells)} cells instead of {len(COLUMNS)}"
        yield blame(place, line, wrong, "write one word and one synonym a line", value=written)
        return
    words = [each.strip() for each in cells]
    for name, word in zip(COLUMNS, words, strict=True):
        if not any(map(str.isalnum, word)):
            wrong = f"has no {name}"
            right = "write letters or figures, or take the line out"
            yield blame(place, line, wrong, right, field=name, value=word)
        elif len(word) > LONGEST:
            wrong = f"has a {name} of {len(word):,} characters"
            right = f"write at most {LONGEST}"
            yield blame(place, line, wrong, right, field=name, value=word)
    pair = fold_pair(words)
    if len(pair) == 1 and words[0]:
        yield blame(place, line, "names a word as its own synonym", "take it out", value=written)
    elif pair in before:
        yield blame(place, line, "says what another line says", "take it out", value=written)


def fold_pair(words: Iterable[str]) -> frozenset[str]:
    """Give two words without their order and their capitals."""
    return frozenset(each.strip().casefold() for each in words)


def join_pairs(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Join pairs that share a word to sets, each in the order of the list."""
    sets: dict[str, dict[str, str]] = {}
    for pair in pairs:
        joined: dict[str, str] = {}
        for word in pair:
            joined |= sets.get(word.casefold(), {word.casefold(): word})
        sets |= dict.fromkeys(joined, joined)
    return list(dict.fromkeys(tuple(each.values()) for each in sets.values()))
