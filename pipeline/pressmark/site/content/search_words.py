"""Words as they are searched: cut out of a text, and written so that spellings make no difference.

Capitals and diacritics go (`Łódź` is `lodz`), numbers stand apart from letters and abbreviations
without their points (`HB2031`, `HB 2031` and `H.B. 2031` are `hb` and `2031`), and scripts without
blanks are cut into their characters.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

LONGEST_WORD = 40
"""Characters of a word; longer ones, digests and other code, are searched by nobody."""
MOST_WORDS = 20
"""Of so many words searched for the first are looked at."""
MOST_COMPARED = 20_000
"""So many words, the most frequent of those of like letters, are compared with one misspelled."""
SHORTEST_MISSPELLED = 4
LONG = 8
"""Letters from which a word may have two slips and not one."""
LETTERS = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i",
    "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ɨ": "i", "ʉ": "u",
})  # fmt: skip
"""Letters that Unicode does not take for others with a mark."""
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff"
UNSPACED += "\U00020000-\U0003ffff"
"""Scripts that put no blanks between words."""
QUOTED = re.compile(r'["“”„«]([^"“”„«»]*)["“”»]')
APART = re.compile(r"[\s,;/|()+&]")
APOSTROPHES = frozenset("'`\u2019\u02bc")


@dataclass(frozen=True)
class FoundWord:
    """A word of a text as it is searched, and where it stands there."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class TypedPart:
    """Words that are searched one behind the other; one that stands alone may have other forms."""

    words: tuple[str, ...]
    is_quoted: bool = False


@cache
def compile_words() -> re.Pattern[str]:
    """Compile what a word is: an abbreviation, a number, a character, or letters with marks."""
    marks = "".join(
        re.escape(chr(each)) for each in range(0x300, 0x10000)
        if unicodedata.category(chr(each)).startswith("M")
    )  # fmt: skip
    letter = r"[^\W\d_]"
    return re.compile(
        rf"(?P<short>(?<!\w)(?:{letter}\.)+{letter}(?!\w)"
        rf"|(?<!\w){letter}\. {letter}\.(?= ?\d))"
        rf"|(?P<number>\d+)|(?P<one>[{UNSPACED}][{marks}]*)"
        rf"|(?P<plain>(?:(?![{UNSPACED}]){letter}[{marks}]*)+)(?:['\u2019\u02bc]s(?!\w))?"
    )


def fold_word(text: str) -> str:
    """Write a word without capitals, diacritics and whatever is neither letter nor figure."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS)).casefold()
    return "".join(
        each for each in plain
        if each.isalnum() or (unicodedata.category(each)[0] == "M" and not is_accent(each))
    )  # fmt: skip


def is_accent(mark: str) -> bool:
    """Whether a mark makes no other letter: an accent, a vowel point."""
    return unicodedata.combining(mark) != 0


def cut_words(text: str) -> Iterator[FoundWord]:
    """Cut a text into the words that can be searched."""
    for match in compile_words().finditer(text):
        kind = match.lastgroup or "plain"
        word = fold_word(match[kind])
        if word and len(word) <= LONGEST_WORD:
            yield FoundWord(word, match.start(kind), match.end(kind))


def join_words(text: str) -> str:
    """Write a text as its words alone."""
    return " ".join(each.text for each in cut_words(text))


def read_parts(typed: str) -> tuple[TypedPart, ...]:
    """Read what somebody searches for: words, and phrases in quotes. No other sign means a thing.

    Words that figures, apostrophes or a script without blanks hold together are a phrase too.
    """
    parts: list[TypedPart] = []
    last = 0
    for match in QUOTED.finditer(typed):
        parts += read_unquoted(typed[last : match.start()])
        words = tuple(each.text for each in cut_words(match[1]))
        parts += [TypedPart(words, is_quoted=True)] if words else []
        last = match.end()
    return tuple(drop_repeated((*parts, *read_unquoted(typed[last:])))[:MOST_WORDS])


def drop_repeated(parts: Iterable[TypedPart]) -> list[TypedPart]:
    """Leave out what is searched for already."""
    return list(dict.fromkeys(parts))


def read_unquoted(text: str) -> Iterator[TypedPart]:
    """Read words that stand outside of quotes."""
    chunk: list[FoundWord] = []
    for word in cut_words(text):
        if chunk and APART.search(text[chunk[-1].end : word.start]):
            yield from as_parts(text, chunk)
            chunk = []
        chunk.append(word)
    yield from as_parts(text, chunk)


def as_parts(text: str, chunk: Sequence[FoundWord]) -> Iterator[TypedPart]:
    """Give words that stand together as a phrase where they hold together, else one by one."""
    gaps = (text[one.end : two.start] for one, two in pairwise(chunk))
    holds = any(each.text.isdigit() for each in chunk) or any(
        not gap or gap in APOSTROPHES for gap in gaps
    )
    if holds and len(chunk) > 1:
        yield TypedPart(tuple(each.text for each in chunk))
    else:
        yield from (TypedPart((each.text,)) for each in chunk)


def find_nearest_word(word: str, known: Sequence[str]) -> str | None:
    """Give the word that one was probably meant to be: one slip, two in a long one.

    `known` come with the most frequent first. Words with other figures are others.
    """
    if not SHORTEST_MISSPELLED <= len(word) <= LONGEST_WORD or not word.isalpha():
        return None
    slips = 1 if len(word) < LONG else 2
    mask, best, found = mark_letters(word), slips + 1, None
    compared = 0
    for each in known:
        is_like = abs(len(each) - len(word)) <= slips and each.isalpha()
        if not is_like or (mask ^ mark_letters(each)).bit_count() > 2 * slips:
            continue
        compared += 1
        if compared > MOST_COMPARED:
            break
        apart = count_slips(word, each)
        if apart < best:
            best, found = apart, each
            if best == 1:
                break
    return found


@cache
def mark_letter(letter: str) -> int:
    """Give a bit for a letter."""
    return 1 << (ord(letter) % 61)


def mark_letters(word: str) -> int:
    """Give a bit for each letter of a word."""
    marked = 0
    for each in word:
        marked |= mark_letter(each)
    return marked


def count_slips(one: str, two: str) -> int:
    """Count letters that are missing, too many, others, or exchanged with their neighbor.

    This is the optimal string alignment distance.
    """
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, letter in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, other in enumerate(two, start=1):
            apart = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == two[j - 2] and one[i - 2] == other:
                apart = min(apart, last[j - 2] + 1)
            row.append(apart)
    return row[-1]
